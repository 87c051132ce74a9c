import type { ConnectionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ConnectionRow, connectionColumns, connectionOf } from './connection-row.ts'

const getConnectionSql = `SELECT ${connectionColumns} FROM connection WHERE account = ? AND name = ?`

export function prepareGetConnection({ prepare, read }: Connection): ConnectionStore['get'] {
  const find = prepare(getConnectionSql)
  return async (account, name) => {
    const row = read(() => find.get(account, name))
    return row && connectionOf(row as unknown as ConnectionRow)
  }
}
