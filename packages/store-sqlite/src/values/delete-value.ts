import type { ValueStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { findRevisionSql } from './put-value.ts'

export function prepareDeleteValue({ prepare, write }: Connection): ValueStore['delete'] {
  const findRevision = prepare(findRevisionSql)
  const remove = prepare('DELETE FROM value WHERE account = ? AND space = ? AND key = ?')
  return async ({ account, space, key }, at, expected) =>
    write(() => {
      const revision = findRevision.get(account, space, key, at)?.revision
      if (expected !== undefined && expected !== revision) return 'conflict'
      remove.run(account, space, key)
      return revision !== undefined
    })
}
