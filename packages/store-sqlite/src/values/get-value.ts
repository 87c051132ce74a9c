import type { ValueStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { storedValueOf, type ValueRow, valueColumns } from './value-row.ts'

export const getValueSql = `SELECT ${valueColumns} FROM value
  WHERE account = ? AND space = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)`

export function prepareGetValue({ prepare, read }: Connection): ValueStore['get'] {
  const find = prepare(getValueSql)
  return async ({ account, space, key }, at) => {
    const row = read(() => find.get(account, space, key, at))
    return row && storedValueOf(row as unknown as ValueRow)
  }
}
