import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isDirectoryOwned } from './data-lock.ts'
import { openUnchanging } from './open-unchanging.ts'
import { quickCheck } from './quick-check.ts'
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
  const isOwned = isDirectoryOwned(directory)
  const facts = { file, bytes, modifiedAt: Math.max(mtimeMs, log?.mtimeMs ?? 0), isOwned }
  return bytes > checkUpToBytes ? facts : { ...facts, damages: damagesIn(file, log !== undefined) }
}

/** What is wrong with a database that another process may be working on. */
function damagesIn(file: string, hasLog: boolean): readonly string[] {
  const database = hasLog ? new DatabaseSync(file, { readOnly: true, timeout: 2_000 }) : openUnchanging(file)
  try {
    return quickCheck(database)
  } catch (error) {
    throw storeErrorOf(error, file)
  } finally {
    database.close()
  }
}
