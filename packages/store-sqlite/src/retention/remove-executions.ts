import type { RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { isUnfinished } from '../executions/execution-row.ts'
import { logRowsAtOnce, type RemovedLogs } from '../executions/removed-logs.ts'

/**
 * What nothing unfinished needs: a caller reads how the execution it waits for has ended, a called one whether its caller still waits, and
 * a replay stands beside what it repeats.
 */
const removableSql = `SELECT bytes FROM execution AS it WHERE account = ?1 AND id = ?2 AND NOT ${isUnfinished}
  AND (?3 = 'removed' OR letter IS NULL OR letter <> 'open')
  AND NOT EXISTS (SELECT 1 FROM execution WHERE account = ?1 AND id IN (it.parent_id, it.replayed_as) AND ${isUnfinished})
  AND NOT EXISTS (SELECT 1 FROM execution INDEXED BY execution_by_parent WHERE account = ?1 AND parent_id = ?2 AND ${isUnfinished})`

/** Measured on two cores: executions of two rows of the log go at the rate that bench/retention.ts tells, in transactions of some 10 ms. */
export function prepareRemoveExecutions({ prepare, write }: Connection, logs: RemovedLogs): RetentionStore['remove'] {
  const findRemovable = prepare(removableSql)
  const deleteFiles = prepare('DELETE FROM file WHERE account = ? AND execution_id = ? RETURNING id')
  const deleteSealed = prepare('DELETE FROM sealed_events WHERE account = ? AND execution_id = ?')
  const deleteExecution = prepare('DELETE FROM execution WHERE account = ? AND id = ?')

  return async ({ account, ids, letters }) =>
    write(() => {
      const removed: string[] = []
      const kept: string[] = []
      const files: string[] = []
      let bytes = 0
      let room = logRowsAtOnce
      for (const id of ids) {
        if (room <= 0) break
        const row = findRemovable.get(account, id, letters) as { readonly bytes: number } | undefined
        if (row === undefined) {
          kept.push(id)
          continue
        }
        room -= logs.remove(account, id, room)
        files.push(...deleteFiles.all(account, id).map((file) => String(file.id)))
        deleteExecution.run(account, id)
        deleteSealed.run(account, id)
        removed.push(id)
        bytes += row.bytes
      }
      return { removed, kept, bytes, files }
    })
}
