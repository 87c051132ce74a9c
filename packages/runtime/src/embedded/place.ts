import { type ExecutionState, isQueued, type Plan } from '@millrace/engine'
import type { ExecutionSummary, Place } from '@millrace/store'

/** The place of one execution that limits hold back, while it is in memory: what its row is to say of it. */
export interface OwnPlace {
  now(): Place | null
  /** When it may be admitted at the earliest; undefined once that has come. */
  startsAt(): number | undefined
  /** Looks at the clock, in milliseconds since 1970. */
  look(now: number): void
  /** It rests, and its workflow wants others to have its place meanwhile. */
  isToGiveUp(): boolean
}

export function createPlace({ admission, dueAt }: ExecutionSummary, plan: Plan, state: ExecutionState): OwnPlace {
  const releases = plan.admission?.concurrency?.whileWaiting === 'release'
  let startsAt = admission?.place === 'delayed' ? dueAt : undefined
  return {
    now() {
      if (state.queue === undefined) return 'held'
      if (startsAt !== undefined) return 'delayed'
      return isQueued(state) ? 'queued' : null
    },
    startsAt: () => startsAt,
    look(now) {
      if (startsAt !== undefined && startsAt <= now) startsAt = undefined
    },
    isToGiveUp: () => releases && state.queue === undefined && state.cancel === undefined,
  }
}
