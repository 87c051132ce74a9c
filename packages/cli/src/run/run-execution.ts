import { isFinal, type JsonObject, type TriggerFact } from '@millrace/engine'
import { type Driver, newExecutionId, type PublishedWorkflow } from '@millrace/runtime'
import { account } from '../account.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import type { Progress } from '../progress/progress.ts'

interface RunRequest {
  readonly driver: Driver
  readonly published: PublishedWorkflow
  readonly trigger: TriggerFact
  readonly inputs: JsonObject
  readonly progress: Progress
  readonly host: Host
}

/** Starts an execution, shows it and resolves with its id once its end is on disk. Ctrl-C cancels it, a second one without its clean-up, a third ends the process. */
export async function runExecution({ driver, published, trigger, inputs, progress, host }: RunRequest): Promise<string> {
  const executionId = newExecutionId(Date.now())
  const ended = Promise.withResolvers<void>()
  // Not `finished` of the start: an execution that sleeps for long leaves memory, and its end is told here all the same.
  const stopListening = driver.subscribe((message) => {
    if (message.executionId !== executionId) return
    progress.show(message)
    if (isFinal(message.status)) ended.resolve()
  })
  let interrupts = 0
  const stopInterrupts = host.onInterrupt(() => {
    if (++interrupts > 2) {
      progress.end()
      host.exit(exitCode.interrupted)
    }
    driver.cancel(account, executionId, { reason: 'Interrupted on the command line.', force: interrupts === 2 }).catch(ended.reject)
  })
  try {
    const { id: workflowId, version } = published
    const started = await driver.start({ account, workflowId, version, executionId, trigger, inputs })
    // Rejects when the execution cannot be recorded, which is its end here.
    started.finished.catch(ended.reject)
    await ended.promise
    return executionId
  } finally {
    stopListening()
    stopInterrupts()
    progress.end()
  }
}
