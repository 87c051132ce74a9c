import type { SQLInputValue } from 'node:sqlite'
import type { ExecutionStatus } from '@millrace/engine'
import { decodeTimeCursor, type ExecutionFilter, type Page } from '@millrace/store'
import { createConditions } from '../conditions.ts'
import { executionColumns } from './execution-row.ts'

/** A place in the order of the list. */
export interface Place {
  readonly at: number
  readonly id: string
}

export interface Walk {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** One index to go along: that of a workflow, of a status, of both or of neither. */
export interface Lane {
  readonly account: string
  readonly filter: ExecutionFilter
  readonly workflowId?: string
  readonly status?: ExecutionStatus
}

/** The part of a lane that is looked at: what comes after a place, down to another one. */
interface Stretch {
  readonly after?: Place | undefined
  readonly downTo?: Place | undefined
  readonly limit: number
}

/** All that the list must go along. */
export function lanesOf(account: string, filter: ExecutionFilter): readonly Lane[] {
  const workflows = filter.workflowIds === undefined ? [filter.workflowId] : [...new Set(filter.workflowIds)]
  const statuses = filter.status === undefined ? [undefined] : [...new Set(filter.status)]
  return workflows.flatMap((workflowId) =>
    statuses.map((status) => ({
      account,
      filter,
      ...(workflowId !== undefined && { workflowId }),
      ...(status !== undefined && { status }),
    })),
  )
}

/** The queries that answer the list together, each with up to a page of rows and one more. */
export function walksOf(account: string, filter: ExecutionFilter, { limit, cursor }: Page): readonly Walk[] {
  const after = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  return lanesOf(account, filter).map((lane) => walkOf(lane, { after, limit: limit + 1 }))
}

export function walkOf(lane: Lane, { after, downTo, limit }: Stretch): Walk {
  const query = openQuery(lane)
  const { triggerType, workflowVersion, key, minDurationMs, maxDurationMs, isTest } = lane.filter
  query.where('(started_at, id) < (?, ?)', after?.at, after?.id)
  query.where('(started_at, id) >= (?, ?)', downTo?.at, downTo?.id)
  query.where('trigger_type = ?', triggerType)
  query.where('workflow_version = ?', workflowVersion)
  query.where('lane_key = ?', key)
  query.where('(is_test IS NOT NULL) = ?', isTest === undefined ? undefined : Number(isTest))
  // What has not ended has no duration.
  query.where('finished_at - started_at >= ?', minDurationMs)
  query.where('finished_at - started_at <= ?', maxDurationMs)
  return query.close(executionColumns, 'LIMIT ?', limit)
}

/** Where the stretch of so many rows ends; it reads nothing but the index. */
export function stretchEndOf({ status, ...lane }: Lane, { after, limit }: Stretch): Walk {
  // No index has the successes by themselves.
  const query = openQuery(status === undefined || status === 'success' ? lane : { ...lane, status })
  query.where('(started_at, id) < (?, ?)', after?.at, after?.id)
  return query.close('started_at AS at, id', 'LIMIT 1 OFFSET ?', limit - 1)
}

/** Whether rows must be looked at one by one, because no index has what the filter asks for. */
export function isSifted({ status, triggerType, workflowVersion, key, minDurationMs, maxDurationMs, isTest }: ExecutionFilter): boolean {
  const sieve = [triggerType, workflowVersion, key, minDurationMs, maxDurationMs, isTest]
  return sieve.some((value) => value !== undefined) || status?.includes('success') === true
}

/** With the conditions that the lane's index has. */
function openQuery({ account, filter, workflowId, status }: Lane) {
  const { where, sql, values } = createConditions()
  where('account = ?', account)
  where('workflow_id = ?', workflowId)
  where('status = ?', status)
  // Said in so many words, because SQLite uses a partial index only where it sees its condition.
  if (status !== undefined && status !== 'success') where("status <> 'success'")
  where('parent_id = ?', filter.parentId)
  where('replay_of = ?', filter.replayOf)
  where('started_at >= ?', filter.startedFrom)
  where('started_at < ?', filter.startedTo)
  const index = indexFor(filter, workflowId, status)
  return {
    where,
    close: (columns: string, limit: string, count: number): Walk => ({
      sql: `SELECT ${columns} FROM execution INDEXED BY ${index} WHERE ${sql()} ORDER BY started_at DESC, id DESC ${limit}`,
      values: [...values, count],
    }),
  }
}

/**
 * Named, because without statistics the planner cannot know that one parent has few executions and one workflow has many.
 * Most executions succeed, so the indexes by status leave those out: that is one index entry less for each, and looking for
 * successes by time finds one at nearly every step.
 */
function indexFor({ parentId, replayOf }: ExecutionFilter, workflowId: string | undefined, status: ExecutionStatus | undefined): string {
  if (parentId !== undefined) return 'execution_by_parent'
  if (replayOf !== undefined) return 'execution_by_replay'
  const byStatus = status !== undefined && status !== 'success'
  if (workflowId !== undefined) return byStatus ? 'execution_by_workflow_and_status' : 'execution_by_workflow'
  return byStatus ? 'execution_by_status' : 'execution_by_start'
}
