import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '@millrace/store'
import { storeErrorOf } from './sqlite-error.ts'

/** Longer than it takes somebody to look whether the lock is held, which holds a shared one meanwhile. */
const lookMs = 50

/**
 * Makes this the only process that owns the directory; returns the way to give it back. Throws `STORE_IN_USE`.
 *
 * The lock is an open transaction on an empty SQLite file of its own: SQLite knows how to lock on every system, the system frees the
 * lock when the process dies, however it dies, and the database itself stays readable for backups and `sqlite3`.
 * A file that merely holds a process id would lie after a crash or in another container.
 */
export function takeDataLock(directory: string): () => void {
  return takeLock(lockIn(directory), `Another Millrace is running on "${directory}": stop it, or start this one with another --data-dir.`)
}

/** As `takeDataLock`, with a file of any name; `message` is told when somebody else has it. */
export function takeLock(file: string, message: string): () => void {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(file, { timeout: lookMs })
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    throw inUse(message, storeErrorOf(error, file))
  }
  const held = lock
  return () => {
    if (held.isOpen) held.close()
  }
}

/** Whether a process owns the directory at this moment. Asks for a shared lock and gives it back at once: the owner holds an exclusive one. */
export function isDirectoryOwned(directory: string): boolean {
  const file = lockIn(directory)
  if (!existsSync(file)) return false
  const lock = new DatabaseSync(file, { readOnly: true, timeout: 0 })
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    const named = storeErrorOf(error, file)
    if (named instanceof StoreError && named.code === 'STORE_IN_USE') return true
    throw named
  } finally {
    lock.close()
  }
}

function lockIn(directory: string): string {
  return join(directory, 'millrace.lock')
}

function inUse(message: string, error: unknown): unknown {
  if (!(error instanceof StoreError) || error.code !== 'STORE_IN_USE') return error
  return new StoreError('STORE_IN_USE', message, error.cause)
}
