import type { Plan } from '../graph/plan.ts'
import type { ExecutionEvent } from './event.ts'
import { newExecution } from './state.ts'
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
export function readRecording(plan: Plan, log: Iterable<ExecutionEvent>): Recording {
  const state = newExecution()
  const events: ExecutionEvent[] = []
  const steps = new Map<string, RecordedStep>()
  for (const event of log) {
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
  }
  const failedStep = state.error?.step
  return { executionId: state.executionId, plan, events, steps, ...(failedStep !== undefined && { failedStep }) }
}
