import type { Connection } from '../connection.ts'

const find = "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = 'execution_leaves_search'"

/** As the migration makes it. */
const create = `CREATE TRIGGER execution_leaves_search AFTER DELETE ON execution
  BEGIN INSERT INTO removed_execution (account, execution_id) VALUES (old.account, old.id); END`

/** Whether deleted executions are noted for the index to take them out. Without an index nobody would take the notes away again. */
export function noteRemovals({ database, prepare, read, write }: Connection, noting: 'on' | 'off'): void {
  const isNoting = read(() => prepare(find).get()) !== undefined
  if (isNoting === (noting === 'on')) return
  write(() => database.exec(noting === 'on' ? create : 'DROP TRIGGER execution_leaves_search; DELETE FROM removed_execution'))
}
