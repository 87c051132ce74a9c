import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StoredConnection } from '@millrace/store'
import { openUnchanging } from '../open-unchanging.ts'
import { storeErrorOf } from '../sqlite-error.ts'
import { type ConnectionRow, connectionColumns, connectionOf } from './connection-row.ts'

/** The connections in a directory, sealed as they are, read without writing, also while another process works on it. */
export function readConnections(directory: string): readonly StoredConnection[] {
  const file = join(directory, 'millrace.db')
  if (!existsSync(file)) return []
  let database: DatabaseSync | undefined
  try {
    database = existsSync(`${file}-wal`) ? new DatabaseSync(file, { readOnly: true, timeout: 2_000 }) : openUnchanging(file)
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'connection'").get() === undefined) return []
    const rows = database.prepare(`SELECT ${connectionColumns} FROM connection`).all() as unknown as readonly ConnectionRow[]
    return rows.map(connectionOf)
  } catch (error) {
    throw storeErrorOf(error, file)
  } finally {
    database?.close()
  }
}
