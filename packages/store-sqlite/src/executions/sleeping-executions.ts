import { decodeSleeperCursor, type ExecutionStore, encodeCursor, firstSleeper } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ExecutionRow, executionColumns, isUnfinished, summaryOf } from './execution-row.ts'

export const sleepingSql = `SELECT ${executionColumns} FROM execution INDEXED BY execution_due
  WHERE due_at IS NOT NULL AND (due_at, account, id) > (?, ?, ?) AND status IN ('waiting', 'paused') AND ${isUnfinished} ORDER BY due_at, account, id LIMIT ?`

/** Asked only when somebody has set the clock. */
export function prepareSleepingExecutions({ prepare, read }: Connection): ExecutionStore['sleeping'] {
  const find = prepare(sleepingSql)
  return async (limit, cursor) => {
    const after = cursor === undefined ? firstSleeper : decodeSleeperCursor(cursor)
    const rows = read(() => find.all(...after, limit + 1)) as unknown as readonly ExecutionRow[]
    const items = rows.slice(0, limit).map(summaryOf)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items, ...(last && { nextCursor: encodeCursor([last.dueAt ?? 0, last.account, last.id]) }) }
  }
}
