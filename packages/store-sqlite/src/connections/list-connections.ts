import { type ConnectionStore, decodeTextCursor, pageOf } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ConnectionRow, connectionColumns, connectionOf } from './connection-row.ts'

export const listConnectionsSql = `SELECT ${connectionColumns} FROM connection WHERE account = ? AND name > ? ORDER BY name LIMIT ?`

export function prepareListConnections({ prepare, read }: Connection): ConnectionStore['list'] {
  const find = prepare(listConnectionsSql)
  return async (account, { limit, cursor }) => {
    const after = cursor === undefined ? '' : decodeTextCursor(cursor)
    const rows = read(() => find.all(account, after, limit + 1)) as unknown as readonly ConnectionRow[]
    return pageOf(rows.map(connectionOf), limit, ({ name }) => [name])
  }
}
