import type { ExecutionStore, RetentionStore, SealedChange } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { isUnfinished } from './execution-row.ts'

/** Where the events of the write begin. */
interface Place {
  readonly account: string
  readonly executionId: string
  readonly after: number
}

/** Inside the write whose events it belongs to. */
export function prepareChangeSealed({ prepare }: Connection): (place: Place, change: SealedChange | undefined) => void {
  const insert = prepare('INSERT INTO sealed_events (account, execution_id, first_event, text) VALUES (?, ?, ?, ?)')
  const drop = prepare('DELETE FROM sealed_events WHERE account = ? AND execution_id = ?')
  return ({ account, executionId, after }, change) => {
    if (change === undefined) return
    if (change === 'dropped') drop.run(account, executionId)
    else insert.run(account, executionId, after, change.text)
  }
}

const sealedSql = 'SELECT first_event, text FROM sealed_events WHERE account = ? AND execution_id = ? ORDER BY first_event'

export function prepareReadSealed({ prepare, read }: Connection): ExecutionStore['sealed'] {
  const find = prepare(sealedSql)
  return async (account, id) => {
    const rows = read(() => find.all(account, id)) as unknown as readonly { readonly first_event: number; readonly text: string }[]
    return rows.map(({ first_event: after, text }) => ({ after, text }))
  }
}

/** A walk of the whole table, which holds only what has not ended, and what ended with a caller that still waits. */
export function prepareDropSealed({ prepare, read, write }: Connection): RetentionStore['dropSealed'] {
  const find = prepare(`SELECT DISTINCT account, execution_id FROM sealed_events AS it WHERE NOT EXISTS (
      SELECT 1 FROM execution WHERE account = it.account AND id = it.execution_id AND (${isUnfinished} OR EXISTS (
        SELECT 1 FROM execution AS caller WHERE caller.account = it.account AND caller.id = execution.parent_id AND caller.${isUnfinished})))
    LIMIT ?`)
  const drop = prepare('DELETE FROM sealed_events WHERE account = ? AND execution_id = ?')
  return async (limit) => {
    const rows = read(() => find.all(limit))
    if (rows.length > 0) write(() => rows.map((row) => drop.run(String(row.account), String(row.execution_id))))
    return rows.length
  }
}
