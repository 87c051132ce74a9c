import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { StoreError } from '@millrace/store'
import { storeErrorOf } from './sqlite-error.ts'

/** What can be seen of a store from outside, by whoever does not own it. */
export interface StoreInspection {
  readonly file: string
  /** The database and what still waits in its write-ahead log. */
  readonly bytes: number
  readonly modifiedAt: number
  /** Whether a process owns the directory at this moment. */
  readonly isOwned: boolean
  /** What SQLite's `quick_check` finds; empty for a sound database, absent when it is larger than `checkUpToBytes`. */
  readonly damages?: readonly string[]
}

interface InspectOptions {
  readonly directory: string
  /** The check reads every page: some 2 s per GB. */
  readonly checkUpToBytes?: number
}

/** Looks at the database in the directory without writing, also while another process works on it. Undefined when there is none yet. */
export function inspectSqliteStore({ directory, checkUpToBytes = Number.POSITIVE_INFINITY }: InspectOptions): StoreInspection | undefined {
  const file = join(directory, 'millrace.db')
  if (!existsSync(file)) return undefined
  const { size, mtimeMs } = statSync(file)
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  const bytes = size + (log?.size ?? 0)
  const isOwned = isLocked(join(directory, 'millrace.lock'))
  const facts = { file, bytes, modifiedAt: Math.max(mtimeMs, log?.mtimeMs ?? 0), isOwned }
  return bytes > checkUpToBytes ? facts : { ...facts, damages: quickCheck(file, log !== undefined) }
}

/** Asks for a shared lock and gives it back at once: the owner holds an exclusive one. */
function isLocked(file: string): boolean {
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

/** A database whose log is written back is opened as one that never changes: even a reader would otherwise make files beside it. */
function quickCheck(file: string, hasLog: boolean): readonly string[] {
  let database: DatabaseSync | undefined
  try {
    database = hasLog
      ? new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
      : new DatabaseSync(new URL(`${pathToFileURL(file)}?immutable=1`), { readOnly: true })
    const rows = database.prepare('PRAGMA quick_check(5)').all()
    return rows.map(({ quick_check }) => String(quick_check)).filter((row) => row !== 'ok')
  } catch (error) {
    const named = storeErrorOf(error, file)
    if (named instanceof StoreError && named.code === 'STORE_CORRUPT') return [named.message]
    throw named
  } finally {
    database?.close()
  }
}
