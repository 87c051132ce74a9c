import { type CanvasStore, encodeJson } from '@millrace/store'
import type { Connection } from '../connection.ts'

export function createSqliteCanvases({ prepare, read, write }: Connection): CanvasStore {
  const find = prepare(
    `SELECT part, key, value FROM canvas_entry
     WHERE account = ? AND workflow_id = ? AND part IN (SELECT value FROM json_each(?)) ORDER BY part, key`,
  )
  const put = prepare('INSERT OR REPLACE INTO canvas_entry (account, workflow_id, part, key, value) VALUES (?, ?, ?, ?, ?)')
  const remove = prepare('DELETE FROM canvas_entry WHERE account = ? AND workflow_id = ? AND part = ? AND key = ?')
  return {
    async read(account, workflowId, parts) {
      const rows = read(() => find.all(account, workflowId, JSON.stringify(parts))) as unknown as readonly EntryRow[]
      return rows.map(({ part, key, value }) => ({ part, key, value: JSON.parse(value) }))
    },
    async write(account, workflowId, changes) {
      const encoded = changes.map(({ part, key, value }) => ({ part, key, text: value === undefined ? undefined : encodeJson(value) }))
      write(() => {
        for (const { part, key, text } of encoded) {
          if (text === undefined) remove.run(account, workflowId, part, key)
          else put.run(account, workflowId, part, key, text)
        }
      })
    },
  }
}

type EntryRow = Readonly<Record<'part' | 'key' | 'value', string>>
