import type { ValueStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

export const purgeSql = 'DELETE FROM value WHERE rowid IN (SELECT rowid FROM value WHERE expires_at <= ? LIMIT ?)'

export function preparePurgeValues({ prepare, write, read }: Connection): ValueStore['purge'] {
  const find = prepare('SELECT 1 FROM value WHERE expires_at <= ? LIMIT 1')
  const remove = prepare(purgeSql)
  return async (at, limit) => {
    // Most of the time there is nothing to do, which should cost no fsync.
    if (read(() => find.get(at)) === undefined) return 0
    return write(() => Number(remove.run(at, limit).changes))
  }
}
