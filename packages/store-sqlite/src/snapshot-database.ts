import { backup, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

/** SQLITE_NOTADB */
const notDatabase = 26
/** SQLITE_CORRUPT, of which there are several kinds in the higher bits. */
const corrupt = 11

/** SQLite's own pages are counted in 32 bits: all of them are one step. */
const allPages = 2 ** 31 - 1

/**
 * Copies a database that others may be writing to, as it is at one moment: everything that was committed before, nothing after. Other threads do
 * the work, and nobody waits for it. In one step, because a copy in several would begin again at each write that comes in between.
 */
export async function snapshotDatabase(file: string, to: string): Promise<void> {
  const source = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  try {
    await backup(source, to, { rate: allPages })
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
    if (error instanceof Error && 'errcode' in error && error.errcode === notDatabase) return false
    throw error
  } finally {
    database.close()
  }
}

/** Whether SQLite's `quick_check` finds nothing in a snapshot that nobody writes to. It reads every page: for each GB 0.4 s of CPU, and the disk's time where the pages are not in memory. */
export function isSoundSnapshot(file: string): boolean {
  const database = openUnchanging(file)
  try {
    return database.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok'
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && [corrupt, notDatabase].includes(Number(error.errcode) & 0xff)) return false
    throw error
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

/** Of one that may change, a reader would make files beside it. */
function openUnchanging(file: string): DatabaseSync {
  return new DatabaseSync(new URL(`${pathToFileURL(file)}?immutable=1`), { readOnly: true })
}
