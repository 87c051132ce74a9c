import type { LargeValueReference, RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { isUnfinished } from '../executions/execution-row.ts'
import { createLargeValues } from '../executions/large-values.ts'

const logSql = 'SELECT position, large FROM log WHERE account = ? AND execution_id = ? ORDER BY first_event DESC LIMIT ?'

/** So many rows of the log go in one transaction, whether of one execution or of many. */
const logRowsAtOnce = 500

/**
 * What nothing unfinished needs: a caller reads how the execution it waits for has ended, a called one whether its caller still waits, and
 * a replay stands beside what it repeats.
 */
const removableSql = `SELECT bytes FROM execution AS it WHERE account = ?1 AND id = ?2 AND NOT ${isUnfinished}
  AND (?3 = 'removed' OR letter IS NULL OR letter <> 'open')
  AND NOT EXISTS (SELECT 1 FROM execution WHERE account = ?1 AND id IN (it.parent_id, it.replayed_as) AND ${isUnfinished})
  AND NOT EXISTS (SELECT 1 FROM execution INDEXED BY execution_by_parent WHERE account = ?1 AND parent_id = ?2 AND ${isUnfinished})`

interface LogPlace {
  readonly position: number
  readonly large: string | null
}

/** Measured on two cores: executions of two rows of the log go at the rate that bench/retention.ts tells, in transactions of some 10 ms. */
export function prepareRemoveExecutions(connection: Connection): RetentionStore['remove'] {
  const { prepare, write } = connection
  const largeValues = createLargeValues(connection)
  const findRemovable = prepare(removableSql)
  const findLog = prepare(logSql)
  const deleteLog = prepare('DELETE FROM log WHERE position = ?')
  const deleteFiles = prepare('DELETE FROM file WHERE account = ? AND execution_id = ? RETURNING id')
  const deleteSealed = prepare('DELETE FROM sealed_events WHERE account = ? AND execution_id = ?')
  const deleteExecution = prepare('DELETE FROM execution WHERE account = ? AND id = ?')

  /** From the end of the log, so that what a crash leaves is still a log. Returns how many rows went. */
  function removeLog(account: string, id: string, limit: number): number {
    const rows = findLog.all(account, id, limit) as unknown as readonly LogPlace[]
    for (const { position, large } of rows) {
      if (large !== null) largeValues.release(account, JSON.parse(large) as readonly LargeValueReference[]) // As `createLogRows` writes it.
      deleteLog.run(position)
    }
    return rows.length
  }

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
        room -= removeLog(account, id, room + 1)
        if (room < 0) break
        files.push(...deleteFiles.all(account, id).map((file) => String(file.id)))
        deleteExecution.run(account, id)
        deleteSealed.run(account, id)
        removed.push(id)
        bytes += row.bytes
      }
      return { removed, kept, bytes, files }
    })
}
