import type { ExecutionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type LogRow, type LogRows, logColumns } from './log-rows.ts'

export const feedSql = `SELECT ${logColumns} FROM log NOT INDEXED WHERE account = ? AND position > ?
  AND NOT EXISTS (SELECT 1 FROM removed_log WHERE account = log.account AND execution_id = log.execution_id) ORDER BY position LIMIT ?`

/** Walks what was written since: a reader was away for minutes, not months, and an index by account would be written at each append. */
export function prepareReadFeed({ prepare, read }: Connection, log: LogRows): ExecutionStore['feed'] {
  const find = prepare(feedSql)
  return async (account, position, limit) =>
    read(() => {
      const rows = find.all(account, position, limit) as unknown as readonly LogRow[]
      return rows.map(log.chunkOf)
    })
}
