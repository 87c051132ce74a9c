import { DatabaseSync } from 'node:sqlite'

/** Makes a database that was restored forget of which replica it came: that one may have gone on without it. */
export function leaveReplica(file: string): void {
  const database = new DatabaseSync(file)
  try {
    const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'replica_session'").get() !== undefined
    if (isThere) database.exec('DELETE FROM replica_session')
  } finally {
    database.close()
  }
}
