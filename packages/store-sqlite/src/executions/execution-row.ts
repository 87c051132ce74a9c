import type { ExecutionStatus, StepError } from '@millrace/engine'
import type { Admission, ExecutionSummary, LetterStatus, Place } from '@millrace/store'

/** What every execution is created with. */
export const createdColumns =
  'account, id, workflow_id, workflow_version, trigger_id, trigger_type, status, started_at, finished_at, due_at, error, parent_id, parent_step, letter, replay_of, replayed_as, called_off, canceling'

export const executionColumns = `${createdColumns}, lane, lane_key, priority, queued_at, place, gate, is_test`

/** As it stands in the partial indexes: SQLite uses them only for a query that says the same. */
export const isUnfinished = "status IN ('queued', 'running', 'waiting', 'paused')"

/** The same for what a dead owner leaves behind: what is queued is admitted by its lane. */
export const isLeft = "status IN ('running', 'waiting', 'paused')"

/** What a query for `executionColumns` gives. */
export interface ExecutionRow {
  readonly account: string
  readonly id: string
  readonly workflow_id: string
  readonly workflow_version: number
  readonly trigger_id: string
  readonly trigger_type: string
  readonly status: string
  readonly started_at: number
  readonly finished_at: number | null
  readonly due_at: number | null
  readonly error: string | null
  readonly parent_id: string | null
  readonly parent_step: string | null
  readonly letter: string | null
  readonly replay_of: string | null
  readonly replayed_as: string | null
  readonly called_off: 1 | null
  readonly canceling: 1 | null
  readonly lane: string | null
  readonly lane_key: string | null
  readonly priority: number | null
  readonly queued_at: number | null
  readonly place: string | null
  readonly gate: string | null
  readonly is_test: 1 | null
}

export function summaryOf(row: ExecutionRow): ExecutionSummary {
  return {
    id: row.id,
    account: row.account,
    workflowId: row.workflow_id,
    workflowVersion: row.workflow_version,
    triggerId: row.trigger_id,
    triggerType: row.trigger_type,
    // Only the writes beside this file fill `status`, `error` and `letter`, from the types named here.
    status: row.status as ExecutionStatus,
    startedAt: row.started_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.error === null ? {} : { error: JSON.parse(row.error) as StepError }),
    ...(row.parent_id === null ? {} : { parent: { executionId: row.parent_id, step: row.parent_step ?? '' } }),
    ...(row.letter === null ? {} : { letter: row.letter as LetterStatus }),
    ...(row.replay_of === null ? {} : { replayOf: row.replay_of }),
    ...(row.replayed_as === null ? {} : { replayedAs: row.replayed_as }),
    ...(row.called_off === null ? {} : { calledOff: true }),
    ...(row.canceling === null ? {} : { canceling: true }),
    ...(row.is_test === null ? {} : { isTest: true }),
    ...(row.lane === null ? {} : { admission: admissionOf(row, row.lane) }),
  }
}

function admissionOf({ lane_key, priority, queued_at, place, gate }: ExecutionRow, lane: string): Admission {
  return {
    lane,
    ...(lane_key === null ? {} : { key: lane_key }),
    priority: priority ?? 0,
    queuedAt: queued_at ?? 0,
    // As for `status`: only the writes beside this file fill it.
    ...(place === null ? {} : { place: place as Place }),
    ...(gate === null ? {} : { gate }),
  }
}
