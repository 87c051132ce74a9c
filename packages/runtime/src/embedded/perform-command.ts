import { assertNever, type Command } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { Attempts } from './attempts.ts'
import type { CallHost, Calls } from './calls.ts'
import type { Ledger } from './ledger.ts'
import type { StepRunner } from './step-runner.ts'

/** Who does what one execution is asked to. */
export interface Hands {
  readonly summary: ExecutionSummary
  readonly host: Pick<CallHost, 'cancelCall'>
  readonly steps: Pick<StepRunner, 'run'>
  readonly attempts: Pick<Attempts, 'abort'>
  readonly ledger: Pick<Ledger, 'recorded'>
  calls(): Pick<Calls, 'await'>
}

/** Begins what a command of the engine asks for; what becomes of it comes back as an event. */
export function performCommand(hands: Hands, command: Command): void {
  const { summary, host } = hands
  switch (command.type) {
    case 'run-step':
      return hands.steps.run(command)
    case 'cancel-step':
      return hands.attempts.abort(command.step)
    case 'await-execution':
      return hands.calls().await(command)
    case 'cancel-execution':
      // Like a step that reaches outside: only once it is on disk that nobody waits for the called one.
      return void hands.ledger.recorded().then(() => host.cancelCall(summary, command.executionId), ignore)
    case 'start-timer':
    case 'cancel-timer':
    case 'end-execution':
      return // All timers are looked at when the turn is over; what ran was canceled step by step before the end.
    default:
      return assertNever(command)
  }
}

function ignore(): void {
  // What was rejected has been told to everyone who waits for it.
}
