import type { PlanNode } from '../graph/plan.ts'
import type { Progress } from './change.ts'
import type { StepError, Wait } from './event.ts'
import type { StepStatus } from './status.ts'
import { type WaitReason, waitingReason } from './wait-reason.ts'

/** What a log that hides values tells of a step: there is no state that could be asked. */
export interface ShownStep {
  readonly type: string
  readonly status: StepStatus
  readonly attempt: number
  /** When it entered its status, and when the attempt began. */
  readonly since: number
  readonly begunAt: number
  readonly until?: number | undefined
  /** Its timer has fired, and nothing has come of it: something holds it back. */
  readonly isHeld: boolean
  readonly error?: StepError | undefined
  readonly progress?: Progress | undefined
  /** What the attempt waits for. */
  readonly wait?: Wait | undefined
}

/** The same as `waitReasonOf`, from what was recorded. Undefined for a step that has settled or has not begun. */
export function shownReasonOf(node: PlanNode | undefined, step: ShownStep): WaitReason | undefined {
  const { type, status, attempt, since, until, isHeld, error, progress } = step
  const limit = node?.timeoutMs === undefined ? {} : { until: step.begunAt + node.timeoutMs }
  switch (status) {
    case 'running':
      if (node?.scope === undefined) return { code: 'running', since, type, attempt, ...limit }
      return { code: 'inside', since, ...(progress && { progress }), ...limit }
    case 'retrying':
      if (isHeld || until === undefined || error === undefined) return { code: 'held', since }
      return { code: 'retry', since, until, attempt: attempt + 1, attempts: node?.retry?.attempts ?? attempt + 1, error }
    case 'waiting':
      return waitingReason(step.wait, since, isHeld ? undefined : until, limit)
    default:
      return undefined
  }
}
