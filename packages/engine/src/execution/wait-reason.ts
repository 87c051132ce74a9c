import { assertNever } from '../assert-never.ts'
import type { Json } from '../json.ts'
import type { Progress } from './change.ts'
import type { StepError, Wait } from './event.ts'
import type { ExecutionState, StepRun } from './state.ts'

/**
 * Why a step that has begun has not ended: one cause, as data. Times are milliseconds since 1970; `since` is when this cause began to hold,
 * `until` when it ends at the latest, by itself.
 */
export type WaitReason =
  /** The attempt's node is at work. */
  | { readonly code: 'running'; readonly since: number; readonly type: string; readonly attempt: number; readonly until?: number }
  /** `attempt` is the one that comes, of at most `attempts`. */
  | {
      readonly code: 'retry'
      readonly since: number
      readonly until: number
      readonly attempt: number
      readonly attempts: number
      readonly error: StepError
    }
  | { readonly code: 'time'; readonly since: number; readonly until: number }
  /** The same attempt's node looks again. */
  | { readonly code: 'again'; readonly since: number; readonly until: number }
  | { readonly code: 'event'; readonly since: number; readonly until?: number; readonly event: string }
  /** Somebody answers at the step's own address; `about` is what the step tells them. */
  | { readonly code: 'answer'; readonly since: number; readonly until?: number; readonly about?: Json }
  | {
      readonly code: 'call'
      readonly since: number
      readonly until?: number
      readonly executionId: string
      readonly workflow: string
    }
  /** A scope: what is inside it goes on. */
  | { readonly code: 'inside'; readonly since: number; readonly until?: number; readonly progress?: Progress }
  /** A loop rests before its next iteration. */
  | { readonly code: 'interval'; readonly since: number; readonly until: number }
  /** Its time has come, but the execution is paused. */
  | { readonly code: 'held'; readonly since: number }

/** Undefined for a step that has settled or has not begun. `since` is when it entered its status. */
export function waitReasonOf(state: ExecutionState, step: StepRun, since: number): WaitReason | undefined {
  const timeout = state.timers.get(`timeout:${step.path}`)
  const limit = timeout !== undefined && { until: timeout }
  switch (step.status) {
    case 'running':
      if (step.scope !== undefined) return { code: 'inside', since, ...progressOf(step), ...limit }
      return { code: 'running', since, type: step.node.definition.type, attempt: step.attempt, ...limit }
    case 'retrying':
      return retryReason(state, step, since)
    case 'waiting':
      return waitingReason(step.wait, since, state.timers.get(`wait:${step.path}`), limit || {})
    default:
      return undefined
  }
}

function progressOf({ scope }: StepRun): { readonly progress?: Progress } {
  return scope?.kind === 'for-each' ? { progress: { finished: scope.finished, total: scope.items.length } } : {}
}

/** What the pause holds back has no timer any more. */
function retryReason({ timers }: ExecutionState, { path, attempt, node, error }: StepRun, since: number): WaitReason {
  const until = timers.get(`retry:${path}`)
  if (until === undefined || error === undefined) return { code: 'held', since }
  return { code: 'retry', since, until, attempt: attempt + 1, attempts: node.retry?.attempts ?? attempt + 1, error }
}

/** Of a step that waits. `until` is when its own timer fires; without one, something holds it back. `limit` is its timeout. */
export function waitingReason(
  wait: Wait | undefined,
  since: number,
  until: number | undefined,
  limit: { readonly until?: number },
): WaitReason {
  switch (wait?.type) {
    case undefined:
      return until === undefined ? { code: 'held', since } : { code: 'interval', since, until }
    case 'time':
      return { code: 'time', since, until: wait.until }
    case 'again':
      return until === undefined ? { code: 'held', since } : { code: 'again', since, until }
    case 'signal': {
      const end = wait.until === undefined ? limit : { until: Math.min(wait.until, limit.until ?? wait.until) }
      if (wait.channel === 'event') return { code: 'event', since, event: wait.key, ...end }
      return { code: 'answer', since, ...end, ...(wait.about !== undefined && { about: wait.about }) }
    }
    case 'call':
      return { code: 'call', since, executionId: wait.executionId, workflow: wait.workflow, ...limit }
    default:
      return assertNever(wait)
  }
}
