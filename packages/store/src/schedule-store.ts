import type { Listed, Page } from './execution-store.ts'

/** What is known of a trigger that fires by the clock. Times are milliseconds since 1970. */
export interface StoredSchedule {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  /** The trigger's parameters as JSON text: with others, its times begin anew. */
  readonly spec: string
  /** The next time that is due; left out when there is none any more, and while it is paused. */
  readonly nextAt?: number
  /** When to look at it: `nextAt`, put off by its jitter or because it must wait. Left out with that. */
  readonly wakeAt?: number
  readonly isPaused: boolean
  /** The last time that was due and dealt with. */
  readonly lastAt?: number
  readonly lastOutcome?: 'started' | 'skipped' | 'failed'
  /** Why it was skipped or failed. */
  readonly lastMessage?: string
  /** The last execution that it has started. */
  readonly lastExecutionId?: string
}

export type ScheduleKey = Pick<StoredSchedule, 'account' | 'workflowId' | 'triggerId'>

export interface ScheduleStore {
  get(key: ScheduleKey): Promise<StoredSchedule | undefined>
  /** By workflow, then by trigger. */
  list(account: string, filter: { readonly workflowId?: string }, page: Page): Promise<Listed<StoredSchedule>>
  /** Each in place of the one with its key, all in one transaction. */
  put(schedules: readonly StoredSchedule[]): Promise<void>
  delete(key: ScheduleKey): Promise<void>
  /** Of all accounts: those whose `wakeAt` has come, soonest first, then by key. */
  due(now: number, limit: number): Promise<readonly StoredSchedule[]>
  /** Of all accounts: the earliest `wakeAt`. */
  nextWake(): Promise<number | undefined>
}
