import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '@millrace/store'
import { storeErrorOf } from './sqlite-error.ts'

/**
 * Makes this the only process that owns the directory; returns the way to give it back. Throws `STORE_IN_USE`.
 *
 * The lock is an open transaction on an empty SQLite file of its own: SQLite knows how to lock on every system, the system frees the
 * lock when the process dies, however it dies, and the database itself stays readable for backups and `sqlite3`.
 * A file that merely holds a process id would lie after a crash or in another container.
 */
export function takeDataLock(directory: string): () => void {
  const file = join(directory, 'millrace.lock')
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(file, { timeout: 0 })
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    throw inUse(directory, storeErrorOf(error, file))
  }
  const held = lock
  return () => {
    if (held.isOpen) held.close()
  }
}

function inUse(directory: string, error: unknown): unknown {
  if (!(error instanceof StoreError) || error.code !== 'STORE_IN_USE') return error
  const message = `Another Millrace is running on "${directory}": stop it, or start this one with another --data-dir.`
  return new StoreError('STORE_IN_USE', message, error.cause)
}
