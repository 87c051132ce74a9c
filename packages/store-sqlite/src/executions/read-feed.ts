import type { ExecutionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type LogRow, type LogRows, logColumns } from './log-rows.ts'

export const feedSql = `SELECT ${logColumns} FROM log INDEXED BY log_by_account WHERE account = ? AND position > ? ORDER BY position LIMIT ?`

/** p50 0.3 ms for 100 chunks, also for an account that wrote few of them. */
export function prepareReadFeed({ prepare, read }: Connection, log: LogRows): ExecutionStore['feed'] {
  const find = prepare(feedSql)
  return async (account, position, limit) =>
    read(() => {
      const rows = find.all(account, position, limit) as unknown as readonly LogRow[]
      return rows.map(log.chunkOf)
    })
}
