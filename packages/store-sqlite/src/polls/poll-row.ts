import type { StoredPoll } from '@millrace/store'

export const pollColumns =
  'account, workflow_id, trigger_id, source, wake_at, is_paused, is_caught_up, last_cursor, seen, pending, last_at, last_outcome, last_message, failures, last_execution_id'

/** What a query for `pollColumns` gives. */
export interface PollRow {
  readonly account: string
  readonly workflow_id: string
  readonly trigger_id: string
  readonly source: string
  readonly wake_at: number | null
  readonly is_paused: number
  readonly is_caught_up: number
  readonly last_cursor: string | null
  readonly seen: string
  readonly pending: string | null
  readonly last_at: number | null
  readonly last_outcome: Exclude<StoredPoll['lastOutcome'], undefined> | null
  readonly last_message: string | null
  readonly failures: number
  readonly last_execution_id: string | null
}

export function pollOf(row: PollRow): StoredPoll {
  return {
    account: row.account,
    workflowId: row.workflow_id,
    triggerId: row.trigger_id,
    source: row.source,
    isPaused: row.is_paused === 1,
    isCaughtUp: row.is_caught_up === 1,
    seen: JSON.parse(row.seen),
    failures: row.failures,
    ...(row.wake_at !== null && { wakeAt: row.wake_at }),
    ...(row.last_cursor !== null && { cursor: JSON.parse(row.last_cursor) }),
    ...(row.pending !== null && { pending: JSON.parse(row.pending) }),
    ...(row.last_at !== null && { lastAt: row.last_at }),
    ...(row.last_outcome !== null && { lastOutcome: row.last_outcome }),
    ...(row.last_message !== null && { lastMessage: row.last_message }),
    ...(row.last_execution_id !== null && { lastExecutionId: row.last_execution_id }),
  }
}
