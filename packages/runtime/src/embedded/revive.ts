import { awaitedSignals, type ExecutionEvent, newExecution, transition } from '@millrace/engine'
import type { ExecutionSummary, WaitChanges } from '@millrace/store'
import { readWholeLog } from '../capture/capture.ts'
import type { Driver } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { executionKey } from './execution-key.ts'
import type { TakeUp } from './loader.ts'

interface ReviveParts {
  readonly ports: Pick<RuntimePorts, 'store' | 'workflows' | 'capture' | 'onTrouble'>
  readonly fence: number
  readonly live: { has(key: string): boolean }
  takeUp(summary: ExecutionSummary): Promise<TakeUp>
}

/** For an execution whose row says neither when it goes on nor what it waits for: its log says both. */
export function createRevive({ ports, fence, live, takeUp }: ReviveParts): Driver['revive'] {
  const { store, workflows } = ports

  /** The rows of waiting steps follow from the log; whatever is there, they are written as the log has them. */
  async function registerWaits({ account, id, workflowId, workflowVersion }: ExecutionSummary): Promise<void> {
    const published = await workflows.get(account, workflowId, workflowVersion)
    if (published === undefined || !(await store.executions.claim(account, id, fence))) return
    const log = await readWholeLog(ports, account, id)
    if (log === undefined) return // Whoever takes it up finds the same, and ends it as crashed.
    const state = newExecution()
    for (const event of log) transition(published.plan, state, event)
    const begun = awaitedSignals(state).map(({ step, channel, key }) => ({ step, channel, key, since: sinceIn(log, step) }))
    if (begun.length === 0) return
    const waits: WaitChanges = { begun, ended: 'all' }
    // The fence and the place make it come to nothing if somebody has gone on with the execution meanwhile.
    await store.executions.commit([{ type: 'append', account, executionId: id, fence, after: log.length, events: [], waits }])
  }

  return async (account, id) => {
    const summary = await store.executions.get(account, id)
    if (summary === undefined) return 'gone'
    if (live.has(executionKey(summary))) return 'in-memory'
    // A log that cannot be read is dealt with by whoever takes it up; it must not keep the watchdog from all the others.
    await registerWaits(summary).catch(ports.onTrouble)
    const { type } = await takeUp(summary)
    return type === 'taken' ? 'revived' : type
  }
}

function sinceIn(log: readonly ExecutionEvent[], step: string): number {
  return log.findLast((event) => event.type === 'step-waiting' && event.step === step)?.at ?? 0
}
