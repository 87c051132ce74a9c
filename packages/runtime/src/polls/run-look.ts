import { accepts, type Command, type ExecutionEvent, isFinal, type Json, newExecution, type StepError, transition } from '@millrace/engine'
import { runAttempt } from '../embedded/run-attempt.ts'
import { startFacts } from '../embedded/start-facts.ts'
import type { RuntimePorts } from '../ports.ts'
import type { ReadyLook } from './poll-trigger.ts'

export interface LookRun {
  readonly account: string
  /** The nodes to look with, under the name of the workflow whose trigger it is. */
  readonly look: ReadyLook
  /** As its nodes see it: there is no such execution. */
  readonly executionId: string
  readonly trigger: { readonly id: string; readonly type: string }
  readonly cursor: Json
  readonly signal: AbortSignal
}

/** Why it has failed, in words without secrets. */
export type LookFailure = Pick<StepError, 'message' | 'retryAfterMs'>
export type LookOutcome = { readonly result: Json } | { readonly error: LookFailure }

/**
 * Runs a few nodes once and keeps nothing of it: no log, no retries, no waiting. Secrets are resolved and masked as in an execution. Never
 * throws: what goes wrong is an outcome.
 */
export function runLook(ports: RuntimePorts, { account, look, executionId, trigger, cursor, signal }: LookRun): Promise<LookOutcome> {
  const { plan } = look
  const state = newExecution()
  // What was prepared belongs to the nodes of the workflow, and these are others.
  const lookPorts = { ...ports, workflows: { ...ports.workflows, get: () => Promise.resolve(undefined) } }
  const { promise, resolve } = Promise.withResolvers<LookOutcome>()
  let running = 0
  let lastError: LookFailure | undefined

  function tell(event: ExecutionEvent): void {
    if (!accepts(state, event)) return
    if (event.type === 'step-failed') lastError = event.error
    for (const command of transition(plan, state, event).commands) perform(command)
    if (state.status !== 'new' && isFinal(state.status))
      resolve(state.error === undefined ? { result: state.result } : { error: state.error })
    else if (running === 0) resolve({ error: lastError ?? unfit('A node waits, which nodes that look for what is new cannot.') })
  }

  function perform(command: Command): void {
    if (command.type === 'run-step') void run(command).catch((error: unknown) => resolve({ error: unfit(String(error)) }))
    else if (command.type === 'await-execution')
      resolve({ error: unfit('A node calls a workflow, which nodes that look for what is new cannot.') })
  }

  async function run({ step: path }: Extract<Command, { type: 'run-step' }>): Promise<void> {
    const step = state.live.get(path)
    const node = step && ports.nodeType(step.node.definition.type)
    if (step === undefined || node === undefined) return resolve({ error: unfit(`The node type of ${path} is not installed.`) })
    running++
    const outcome = await runAttempt({ ports: lookPorts, account, plan, state, step, node, signal: () => signal })
    running--
    if (outcome.type === 'start-call') resolve({ error: unfit('A node calls a workflow, which nodes that look for what is new cannot.') })
    else tell(outcome)
  }

  signal.addEventListener('abort', () => resolve({ error: aborted(signal.reason) }), { once: true })
  tell(
    startFacts(ports, look, { account, executionId, trigger: { id: trigger.id, type: trigger.type, data: { cursor } } }, ports.clock.now())
      .event,
  )
  return promise
}

function unfit(message: string): LookFailure {
  return { message }
}

function aborted(reason: unknown): LookFailure {
  return { message: reason instanceof Error ? reason.message : String(reason) }
}
