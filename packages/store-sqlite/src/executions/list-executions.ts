import type { SQLInputValue } from 'node:sqlite'
import type { ExecutionStatus } from '@millrace/engine'
import { decodeTimeCursor, type ExecutionFilter, type ExecutionStore, type Page, pageOf } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ExecutionRow, executionColumns, summaryOf } from './execution-row.ts'

/**
 * Each index ends in (started_at, id), the order of the list, so a page is a walk along one index that stops at its end.
 * With several statuses it is one such walk for each, merged here: SQLite would sort all the rows that match instead.
 *
 * Measured with 300,000 executions, pages of 50: p50 0.14 ms by any one filter, 0.18 ms by workflow, three statuses and a window.
 * What no index narrows, such as a trigger type within one workflow, is found by walking on: 2 million rows/s.
 */
export function prepareListExecutions({ prepare, read }: Connection): ExecutionStore['list'] {
  return async (account, filter, page) => {
    const walks = walksOf(account, filter, page)
    const rows = read(() => walks.flatMap(({ sql, values }) => prepare(sql).all(...values))) as unknown as ExecutionRow[]
    if (walks.length > 1) rows.sort(newestFirst)
    return pageOf(rows.map(summaryOf), page.limit, ({ startedAt, id }) => [startedAt, id])
  }
}

interface Walk {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** The queries that answer the list together, each with up to a page of rows and one more. */
export function walksOf(account: string, filter: ExecutionFilter, page: Page): readonly Walk[] {
  if (filter.status === undefined) return [walkOf(account, filter, undefined, page)]
  return [...new Set(filter.status)].map((status) => walkOf(account, filter, status, page))
}

function walkOf(account: string, filter: ExecutionFilter, status: ExecutionStatus | undefined, { limit, cursor }: Page): Walk {
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  const where = (condition: string, ...given: readonly (SQLInputValue | undefined)[]): void => {
    const known = given.filter((value) => value !== undefined)
    if (known.length < given.length) return
    conditions.push(condition)
    values.push(...known)
  }
  const end = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  where('account = ?', account)
  where('workflow_id = ?', filter.workflowId)
  where('status = ?', status)
  // Said in so many words, because SQLite uses a partial index only where it sees its condition.
  if (status !== undefined && status !== 'success') conditions.push("status <> 'success'")
  where('trigger_type = ?', filter.triggerType)
  where('parent_id = ?', filter.parentId)
  where('replay_of = ?', filter.replayOf)
  where('started_at >= ?', filter.startedFrom)
  where('started_at < ?', filter.startedTo)
  where('(started_at, id) < (?, ?)', end?.at, end?.id)
  const sql = `SELECT ${executionColumns} FROM execution INDEXED BY ${indexFor(filter, status)}
    WHERE ${conditions.join(' AND ')} ORDER BY started_at DESC, id DESC LIMIT ?`
  return { sql, values: [...values, limit + 1] }
}

/**
 * Named, because without statistics the planner cannot know that one parent has few executions and one workflow has many.
 * Most executions succeed, so the indexes by status leave those out: that is one index entry less for each, and looking for
 * successes by time finds one at nearly every step.
 */
function indexFor({ parentId, replayOf, workflowId }: ExecutionFilter, status: ExecutionStatus | undefined): string {
  if (parentId !== undefined) return 'execution_by_parent'
  if (replayOf !== undefined) return 'execution_by_replay'
  const byStatus = status !== undefined && status !== 'success'
  if (workflowId !== undefined) return byStatus ? 'execution_by_workflow_and_status' : 'execution_by_workflow'
  return byStatus ? 'execution_by_status' : 'execution_by_start'
}

function newestFirst(a: ExecutionRow, b: ExecutionRow): number {
  return b.started_at - a.started_at || (a.id < b.id ? 1 : -1)
}
