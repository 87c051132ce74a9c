import type { TableKeys } from '@millrace/store'
import type { Connection } from '../connection.ts'

export const findWriteSql = 'SELECT results FROM table_write WHERE account = ? AND key = ?'
export const forgetWritesSql = `DELETE FROM table_write WHERE (account, key) IN
  (SELECT account, key FROM table_write WHERE at < ? ORDER BY at, account, key LIMIT ?)`

export function createSqliteTableKeys({ prepare, read, write }: Connection): TableKeys {
  const find = prepare(findWriteSql)
  const add = prepare('INSERT INTO table_write (account, key, results, at) VALUES (?, ?, ?, ?)')
  const forget = prepare(forgetWritesSql)
  return {
    find(account, key) {
      const row = read(() => find.get(account, key))
      return row && String(row.results)
    },
    put(account, key, results, at) {
      add.run(account, key, results, at)
    },
    forget: (before, limit) => write(() => Number(forget.run(before, limit).changes)),
  }
}
