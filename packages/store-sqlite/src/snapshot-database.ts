import { backup, DatabaseSync } from 'node:sqlite'
import { StoreError } from '@millrace/store'
import { openUnchanging } from './open-unchanging.ts'
import { quickCheck } from './quick-check.ts'
import { isDamage, isNoDatabase } from './sqlite-error.ts'

/** SQLite's own pages are counted in 32 bits: all of them are one step. */
const allPages = 2 ** 31 - 1

/**
 * Copies a database that others may be writing to, as it is at one moment: everything that was committed before, nothing after. Other threads do
 * the work, and nobody waits for it. In one step, because a copy in several would begin again at each write that comes in between.
 * Throws `STORE_CORRUPT` where that cannot be done for damage, in SQLite's words.
 */
export async function snapshotDatabase(file: string, to: string): Promise<void> {
  const source = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  try {
    await backup(source, to, { rate: allPages })
  } catch (error) {
    throw isDamage(error) ? new StoreError('STORE_CORRUPT', error.message, error) : error
  } finally {
    source.close()
  }
}

/**
 * Whether a file that is not empty is a database. SQLite itself looks: it keeps a descriptor open while anybody in this process holds a lock on
 * the file, for closing any other one would drop that lock (POSIX).
 */
export function isDatabase(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  try {
    database.prepare('PRAGMA schema_version').get()
    return true
  } catch (error) {
    if (isNoDatabase(error)) return false
    throw error
  } finally {
    database.close()
  }
}

/** What is damaged in a snapshot that nobody writes to; empty when it is sound. Each GB takes 0.4 s of CPU, and the disk's time where the pages are not in memory. */
export function damagesIn(file: string): readonly string[] {
  const database = openUnchanging(file)
  try {
    return quickCheck(database)
  } finally {
    database.close()
  }
}

/** The ids of the files whose rows are in a snapshot that nobody writes to, one after the other: there may be very many. */
export function* filesInSnapshot(file: string): Generator<string> {
  const database = openUnchanging(file)
  try {
    for (const { id } of database.prepare('SELECT id FROM file').iterate()) yield String(id)
  } finally {
    database.close()
  }
}
