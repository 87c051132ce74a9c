import type { StoredSchedule } from '@millrace/store'

export const scheduleColumns =
  'account, workflow_id, trigger_id, spec, next_at, wake_at, is_paused, last_at, last_outcome, last_message, last_execution_id'

/** What a query for `scheduleColumns` gives. */
export interface ScheduleRow {
  readonly account: string
  readonly workflow_id: string
  readonly trigger_id: string
  readonly spec: string
  readonly next_at: number | null
  readonly wake_at: number | null
  readonly is_paused: number
  readonly last_at: number | null
  readonly last_outcome: Exclude<StoredSchedule['lastOutcome'], undefined> | null
  readonly last_message: string | null
  readonly last_execution_id: string | null
}

export function scheduleOf(row: ScheduleRow): StoredSchedule {
  return {
    account: row.account,
    workflowId: row.workflow_id,
    triggerId: row.trigger_id,
    spec: row.spec,
    isPaused: row.is_paused === 1,
    ...(row.next_at !== null && { nextAt: row.next_at }),
    ...(row.wake_at !== null && { wakeAt: row.wake_at }),
    ...(row.last_at !== null && { lastAt: row.last_at }),
    ...(row.last_outcome !== null && { lastOutcome: row.last_outcome }),
    ...(row.last_message !== null && { lastMessage: row.last_message }),
    ...(row.last_execution_id !== null && { lastExecutionId: row.last_execution_id }),
  }
}
