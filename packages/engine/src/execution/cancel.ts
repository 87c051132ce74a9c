import type { Json, JsonObject } from '../json.ts'
import { windDown } from './clean-up.ts'
import { endExecution } from './end-execution.ts'
import type { CancelRequested, StepError } from './event.ts'
import type { Cancel } from './state.ts'
import { errorView } from './step-scope.ts'
import { startTimer, stopTimer, type Turn, timerNames } from './turn.ts'

/** A cooperative one lets open `try` scopes clean up, for as long as they may; any other ends the execution at once. */
export function cancel(turn: Turn, { mode, code = 'CANCELED', reason }: CancelRequested): void {
  const { state, plan, at } = turn
  if (state.cancel !== undefined) return cutCleanUpShort(turn, state.cancel)
  const error: StepError = { code, class: 'canceled', message: reason ?? 'The execution was canceled.' }
  const held = [...(state.queue?.held ?? []), ...(state.pause?.held ?? [])]
  state.pause = undefined
  state.queue = undefined
  if (mode === undefined || state.root === undefined) return endExecution(turn, 'canceled', null, error)
  state.cancel = { error, failures: [] }
  if (windDown(turn, state.root, error)) return endExecution(turn, 'canceled', null, error)
  stopTimer(turn, timerNames.execution)
  startTimer(turn, timerNames.cancel, at + plan.cancelTimeoutMs)
  // A `catch` that was held back is wanted now; of all the rest nothing begins, for it has settled.
  turn.agenda.push(...held)
}

/** Everything has been cleaned up, well or badly. */
export function endCleanedUp(turn: Turn, { error, failures }: Cancel): void {
  end(turn, error, failures.length === 0 ? undefined : { cleanUp: 'failed', failures: told(failures) })
}

/** The time for cleaning up is over, or nobody wants to wait for it. */
export function cutCleanUpShort(turn: Turn, canceled: Cancel | undefined): void {
  if (canceled === undefined) throw new Error(`Execution ${turn.state.executionId} is not being canceled.`)
  const { error, failures } = canceled
  end(turn, error, { cleanUp: 'cut short', ...(failures.length > 0 && { failures: told(failures) }) })
}

function end(turn: Turn, error: StepError, details: JsonObject | undefined): void {
  endExecution(turn, 'canceled', null, details === undefined ? error : { ...error, details })
}

/** The history has them all. */
const mostTold = 10

function told(failures: readonly StepError[]): Json {
  return failures.slice(0, mostTold).map((failure) => errorView(failure))
}
