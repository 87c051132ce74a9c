import { type ConnectionStore, encodeJson } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareNextRevision } from '../next-revision.ts'
import { type ConnectionRow, connectionColumns, connectionOf } from './connection-row.ts'

export function preparePutConnection(connection: Connection): ConnectionStore['put'] {
  const { prepare, write } = connection
  const nextRevision = prepareNextRevision(connection)
  const findRevision = prepare('SELECT revision FROM connection WHERE account = ? AND name = ?')
  const upsert = prepare(
    `INSERT INTO connection (${connectionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, name) DO UPDATE SET type = excluded.type, "values" = excluded."values", sealed = excluded.sealed,
       revision = excluded.revision, updated_at = excluded.updated_at
     RETURNING ${connectionColumns}`,
  )
  return async ({ account, name, type, values, sealed, at, expected }) => {
    const text = encodeJson(values)
    return write(() => {
      if (expected !== undefined && expected !== (findRevision.get(account, name)?.revision ?? 'missing')) return 'conflict'
      return connectionOf(upsert.get(account, name, type, text, sealed, nextRevision(), at, at) as unknown as ConnectionRow)
    })
  }
}
