// Owns: the logs of deleted executions, with the lines that stand in them. A short one goes at once, of a long one the rest is noted and goes a little at a time.
// Does not own: which executions are deleted; their rows go in the same transaction as the first of their log.
// Invariants: what is noted is read by nobody. A new execution of the same id finds nothing of it.

import type { LargeValueReference } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { createLargeValues } from './large-values.ts'

/** So many rows of the log go in one transaction, whether of one execution or of many. */
export const logRowsAtOnce = 500

export interface RemovedLogs {
  /** Inside the write that deletes the execution: so many rows at most, the rest is noted. Returns how many went. */
  remove(account: string, executionId: string, limit: number): number
  /** Inside the write that creates an execution, whose id a deleted one may have had. Costs nothing while no rest is noted. */
  makeRoom(account: string, executionId: string): void
  /** Deletes some of what is noted; false when nothing is. */
  drop(): boolean
}

interface LogPlace {
  readonly position: number
  readonly large: string | null
}

export function createRemovedLogs(connection: Connection): RemovedLogs {
  const { prepare, read, write } = connection
  const largeValues = createLargeValues(connection)
  const findRows = prepare('SELECT position, large FROM log WHERE account = ? AND execution_id = ? ORDER BY first_event LIMIT ?')
  const deleteRow = prepare('DELETE FROM log WHERE position = ?')
  const deleteLines = prepare('DELETE FROM log_line WHERE position = ?')
  const note = prepare('INSERT INTO removed_log (account, execution_id) VALUES (?, ?)')
  const findNoted = prepare('SELECT 1 FROM removed_log WHERE account = ? AND execution_id = ?')
  const findFirst = prepare('SELECT account, execution_id FROM removed_log LIMIT 1')
  const forget = prepare('DELETE FROM removed_log WHERE account = ? AND execution_id = ?')
  /** Perhaps: a write that notes something may come to nothing. */
  let isAnyNoted = read(() => findFirst.get()) !== undefined

  function removeRows(account: string, id: string, limit: number): number {
    const rows = findRows.all(account, id, limit) as unknown as readonly LogPlace[]
    for (const { position, large } of rows) {
      if (large !== null) largeValues.release(account, JSON.parse(large) as readonly LargeValueReference[]) // As `createLogRows` writes it.
      deleteRow.run(position)
      deleteLines.run(position)
    }
    return rows.length
  }

  function dropSome(): void {
    for (let room = logRowsAtOnce; room > 0; ) {
      const noted = findFirst.get()
      if (noted === undefined) return
      const [account, id] = [String(noted.account), String(noted.execution_id)]
      const went = removeRows(account, id, room)
      if (went < room) forget.run(account, id)
      room -= went
    }
  }

  return {
    remove(account, id, limit) {
      const went = removeRows(account, id, limit)
      if (went === limit && findRows.get(account, id, 1) !== undefined) {
        isAnyNoted = true
        note.run(account, id)
      }
      return went
    },
    makeRoom(account, id) {
      if (!isAnyNoted || findNoted.get(account, id) === undefined) return
      removeRows(account, id, -1)
      forget.run(account, id)
    },
    drop() {
      isAnyNoted = isAnyNoted && read(() => findFirst.get()) !== undefined
      if (isAnyNoted) write(dropSome)
      return isAnyNoted
    },
  }
}
