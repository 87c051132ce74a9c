import type { Listed, Page, ScheduleKey, StoredSchedule } from '@millrace/store'

/** The triggers that fire by the clock. Times are milliseconds since 1970. */
export interface Schedules {
  /** Takes up what is published and begins to fire; call once, when the driver has taken over. */
  open(): Promise<void>
  list(account: string, filter: { readonly workflowId?: string }, page: Page): Promise<Listed<StoredSchedule>>
  get(key: ScheduleKey): Promise<StoredSchedule | undefined>
  /** Its times pass without an execution until it is resumed; also in versions to come. Undefined when there is none. */
  pause(key: ScheduleKey): Promise<StoredSchedule | undefined>
  /** Goes on with the next time. */
  resume(key: ScheduleKey): Promise<StoredSchedule | undefined>
  /** Starts an execution now, beside the times, also of one that is paused. Gives its id. */
  runNow(key: ScheduleKey): Promise<string | undefined>
  /** Starts an execution for each time in a window that has none, oldest first. */
  backfill(request: BackfillRequest): Promise<Backfill | undefined>
  /** The first times after this one, as the schedule would have them if it were not paused. */
  upcoming(key: ScheduleKey, after: number, count: number): Promise<Upcoming | undefined>
  close(): Promise<void>
}

export interface BackfillRequest extends ScheduleKey {
  /** The first time that counts. */
  readonly from: number
  /** The last time that counts; none that has not passed yet does. */
  readonly to: number
  /** Only says what it would do. */
  readonly isDryRun: boolean
}

export interface Backfill {
  /** The times without an execution, at most 1,000. */
  readonly times: readonly number[]
  /** The executions started, in the order of the times; empty for a dry run. */
  readonly executionIds: readonly string[]
  /** There are more times in the window: do the next ones with another call. */
  readonly hasMore: boolean
}

export interface Upcoming {
  readonly times: readonly number[]
  readonly sentence: string
}
