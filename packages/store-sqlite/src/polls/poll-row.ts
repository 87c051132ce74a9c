import type { ListedPoll, StoredPoll } from '@millrace/store'

const plainColumns =
  'account, workflow_id, trigger_id, source, wake_at, is_paused, is_caught_up, is_beginning, last_at, last_outcome, last_message, failures, last_execution_id'
export const pollColumns = `${plainColumns}, last_cursor, seen`
/** Without what may be megabytes. */
export const listedPollColumns = `${plainColumns}, iif(is_beginning, (SELECT count(*) FROM poll_found AS found
  WHERE (found.account, found.workflow_id, found.trigger_id) = (poll.account, poll.workflow_id, poll.trigger_id)), 0) AS pending`

/** What a query for `listedPollColumns` gives. */
export interface ListedPollRow extends PlainRow {
  readonly pending: number
}

/** What a query for `pollColumns` gives. */
export interface PollRow extends PlainRow {
  readonly last_cursor: string | null
  readonly seen: string
}

interface PlainRow {
  readonly account: string
  readonly workflow_id: string
  readonly trigger_id: string
  readonly source: string
  readonly wake_at: number | null
  readonly is_paused: number
  readonly is_caught_up: number
  readonly is_beginning: number
  readonly last_at: number | null
  readonly last_outcome: Exclude<StoredPoll['lastOutcome'], undefined> | null
  readonly last_message: string | null
  readonly failures: number
  readonly last_execution_id: string | null
}

export function pollOf(row: PollRow): StoredPoll {
  return {
    ...plainOf(row),
    seen: JSON.parse(row.seen),
    ...(row.last_cursor !== null && { cursor: JSON.parse(row.last_cursor) }),
  }
}

export function listedPollOf(row: ListedPollRow): ListedPoll {
  return { ...plainOf(row), pending: row.pending }
}

function plainOf(row: PlainRow): Omit<ListedPoll, 'pending'> {
  return {
    account: row.account,
    workflowId: row.workflow_id,
    triggerId: row.trigger_id,
    source: row.source,
    isPaused: row.is_paused === 1,
    isCaughtUp: row.is_caught_up === 1,
    failures: row.failures,
    ...(row.is_beginning === 1 && { isBeginning: true }),
    ...(row.wake_at !== null && { wakeAt: row.wake_at }),
    ...(row.last_at !== null && { lastAt: row.last_at }),
    ...(row.last_outcome !== null && { lastOutcome: row.last_outcome }),
    ...(row.last_message !== null && { lastMessage: row.last_message }),
    ...(row.last_execution_id !== null && { lastExecutionId: row.last_execution_id }),
  }
}
