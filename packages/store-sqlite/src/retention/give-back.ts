import type { RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** Each page that is given back moves another one from the end of the file, through the write-ahead log. */
const pagesAtOnce = 100

/**
 * A little at a time by SQLite's incremental vacuum, which every database that this release makes allows. VACUUM would need as much room
 * again and stop every writer for seconds.
 */
export function prepareGiveBack({ database, prepare, read, write, truncateLog }: Connection): RetentionStore['giveBack'] {
  const find = prepare(
    'SELECT freelist_count AS pages, page_size AS pageBytes, auto_vacuum AS mode FROM pragma_freelist_count, pragma_page_size, pragma_auto_vacuum',
  )
  const incremental = 2

  return async (spareBytes) => {
    const row = read(() => find.get())
    const spare = Number(row?.pages) - Math.floor(spareBytes / Number(row?.pageBytes))
    if (Number(row?.mode) !== incremental || spare <= 0) return false
    write(() => database.exec(`PRAGMA incremental_vacuum(${Math.min(spare, pagesAtOnce)})`))
    // The file shrinks when the write-ahead log is moved into it; truncated, that gives its own room back too.
    if (spare <= pagesAtOnce) truncateLog()
    return spare > pagesAtOnce
  }
}
