import { decodeTextCursor, pageOf, type ValueStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { storedValueOf, type ValueRow, valueColumns } from './value-row.ts'

export const listValuesSql = `SELECT ${valueColumns} FROM value
  WHERE account = ? AND space = ? AND key > ? AND key >= ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY key LIMIT ?`

export function prepareListValues({ prepare, read }: Connection): ValueStore['list'] {
  const find = prepare(listValuesSql)
  return async ({ account, space, prefix = '' }, { limit, cursor }, at) => {
    const after = cursor === undefined ? '' : decodeTextCursor(cursor)
    const rows = read(() => find.all(account, space, after, prefix, at, limit + 1)) as unknown as readonly ValueRow[]
    // The keys with the prefix come first and together: behind them nothing is wanted.
    const within = rows.filter(({ key }) => key.startsWith(prefix))
    return pageOf(within.map(storedValueOf), limit, ({ key }) => [key])
  }
}
