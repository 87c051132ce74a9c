import type { Plan } from '../graph/plan.ts'
import type { ExecutionEvent } from './event.ts'
import { eventsPerPiece, type Piecewise } from './piecewise.ts'
import { type ExecutionState, newExecution } from './state.ts'
import type { StepStatus } from './status.ts'
import { accepts, transition } from './transition.ts'

/** An execution as its log tells it, ready to be taken from. */
export interface Recording {
  readonly executionId: string
  readonly plan: Plan
  /** Without those that did not fit. */
  readonly events: readonly ExecutionEvent[]
  /** By path: every step that came to life or was skipped. */
  readonly steps: ReadonlyMap<string, RecordedStep>
  /** The step whose failure ended the execution. */
  readonly failedStep?: string
  /** By path: the `try` scopes whose `catch` has run, and may have undone what their bodies did. */
  readonly caught: ReadonlyMap<string, 'cancel' | 'failure'>
}

export interface RecordedStep {
  readonly node: string
  readonly status: StepStatus
  /** Why it was skipped or canceled. */
  readonly reason?: string
  readonly port?: string
  /** The index of the event that brought it into this status. */
  readonly enteredBy: number
  /** The index of the event that began its last attempt. */
  readonly begunBy: number
}

/** Folds a log into what became of each step. */
export function* readRecording(plan: Plan, log: readonly ExecutionEvent[]): Piecewise<Recording> {
  const state = newExecution()
  const events: ExecutionEvent[] = []
  const steps = new Map<string, RecordedStep>()
  const canceledTries = new Set<string>()
  for (const [at, event] of log.entries()) {
    if (at % eventsPerPiece === 0) yield
    if (!accepts(state, event)) continue
    const index = events.push(event) - 1
    for (const { step, node, status, reason, port } of transition(plan, state, event).changes) {
      const begunBy = status === 'running' && steps.get(step)?.status !== 'waiting' ? index : (steps.get(step)?.begunBy ?? index)
      steps.set(step, {
        node,
        status,
        enteredBy: index,
        begunBy,
        ...(reason !== undefined && { reason }),
        ...(port !== undefined && { port }),
      })
    }
    if (event.type === 'cancel-requested') for (const path of triesToCleanUp(state)) canceledTries.add(path)
  }
  const failedStep = state.error?.step
  const caught = caughtTries(steps, canceledTries)
  return { executionId: state.executionId, plan, events, steps, caught, ...(failedStep !== undefined && { failedStep }) }
}

/** Those of which a cancel request has ended the body. */
function triesToCleanUp({ live }: ExecutionState): readonly string[] {
  return [...live.values()].filter(({ scope }) => scope?.kind === 'try' && scope.body?.isCanceled).map(({ path }) => path)
}

const handlerPart = '.catch.'

function caughtTries(steps: ReadonlyMap<string, RecordedStep>, canceled: ReadonlySet<string>): Recording['caught'] {
  const caught = new Map<string, 'cancel' | 'failure'>()
  for (const [path, { status }] of steps) {
    if (status === 'skipped') continue
    for (let end = path.indexOf(handlerPart); end > 0; end = path.indexOf(handlerPart, end + 1)) {
      const owner = path.slice(0, end)
      caught.set(owner, canceled.has(owner) ? 'cancel' : 'failure')
    }
  }
  return caught
}
