import type { Plan } from '../graph/plan.ts'
import type { Json } from '../json.ts'
import type { StepChange } from './change.ts'
import type { ExecutionEvent, Shown, StepError } from './event.ts'
import { type ExecutionState, isCanceling, isQueued, newExecution, nextDue } from './state.ts'
import type { ExecutionStatus } from './status.ts'
import { accepts, transition } from './transition.ts'

/** Where an execution stands, as far as it may be shown. */
export interface ShownStanding {
  readonly status: ExecutionStatus
  readonly result: Json
  readonly error?: StepError
  readonly dueAt?: number
  readonly canceling?: true
}

/**
 * A log as it may be read by whoever looks at an execution. It is folded as far as its values are all there; from the first event that
 * hides some on, it is taken as it was recorded. Whoever must go on with an execution needs the whole values instead.
 */
export interface ShownLog {
  /** What followed from the event; undefined for one that does not fit. */
  read(event: ExecutionEvent): readonly StepChange[] | undefined
  standing(): ShownStanding
  /** The state of the fold; undefined once it could not be folded any further. */
  state(): ExecutionState | undefined
}

export function readShownLog(plan: Plan): ShownLog {
  const state = newExecution()
  let hidden: { end?: Shown['end']; isPaused: boolean; isCanceling: boolean } | undefined

  return {
    read(event) {
      if (event.shown === undefined && hidden === undefined)
        return accepts(state, event) ? transition(plan, state, event).changes : undefined
      hidden ??= { isPaused: state.pause !== undefined, isCanceling: isCanceling(state) }
      if (event.type === 'pause-requested') hidden.isPaused = true
      if (event.type === 'resume-requested') hidden.isPaused = false
      // One that ended it brings an end; else it cleans up.
      if (event.type === 'cancel-requested') hidden.isCanceling = true
      if (event.shown?.end !== undefined) hidden.end = event.shown.end
      return event.shown?.changes.map((change) => withOutput(change, event)) ?? []
    },
    standing() {
      if (hidden === undefined) return standingOf(state)
      if (hidden.end !== undefined) return hidden.end
      return { status: hidden.isPaused ? 'paused' : 'running', result: null, ...(hidden.isCanceling && { canceling: true }) }
    },
    state: () => (hidden === undefined ? state : undefined),
  }
}

/** The fields whose values are not all there: of the start by their names, of steps as `<path>.<field>`. A replay would compute something else. */
export function missingValues(events: Iterable<ExecutionEvent>): readonly string[] {
  const missing: string[] = []
  for (const event of events) {
    for (const field of event.shown?.hides ?? []) {
      if (field !== 'input' && field !== 'logs') missing.push('step' in event ? `${event.step}.${field}` : field)
    }
  }
  return missing
}

function withOutput(change: StepChange, event: ExecutionEvent): StepChange {
  const isOwn = event.type === 'step-succeeded' && change.step === event.step && change.status === 'success' && change.output === undefined
  return isOwn ? { ...change, output: event.output } : change
}

function statusOf(state: ExecutionState): ExecutionStatus {
  if (state.status === 'new' || isQueued(state)) return 'queued'
  return state.pause === undefined ? state.status : 'paused'
}

function standingOf(state: ExecutionState): ShownStanding {
  const dueAt = nextDue(state)
  return {
    status: statusOf(state),
    result: state.result,
    ...(state.error && { error: state.error }),
    ...(dueAt !== undefined && { dueAt }),
    ...(isCanceling(state) && { canceling: true }),
  }
}
