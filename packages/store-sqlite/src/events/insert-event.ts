import type { EventPlace, NewEvent } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** An event whose data is JSON text already: what can fail because of a user's value fails before the transaction. */
export type EncodedEvent = Omit<NewEvent, 'data'> & { readonly text: string }

/** For use inside a transaction, with whatever else is written there. */
export function prepareInsertEvent({ prepare }: Connection): (event: EncodedEvent) => EventPlace {
  const insert = prepare(
    `INSERT INTO event (account, id, name, data, at, workflow_id, execution_id, step, sent_by, depth) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, id) DO NOTHING`,
  )
  const find = prepare('SELECT position FROM event WHERE account = ? AND id = ?')

  return ({ account, id, name, text, at, source, depth }) => {
    const { workflowId, executionId, step, by } = source
    const from = [workflowId ?? null, executionId ?? null, step ?? null, by ?? null]
    const { changes, lastInsertRowid } = insert.run(account, id, name, text, at, ...from, depth)
    if (changes === 1) return { position: Number(lastInsertRowid), isNew: true }
    return { position: Number(find.get(account, id)?.position), isNew: false }
  }
}
