import type { Connection } from '../connection.ts'

const rewriteUpToBytes = 256e6

/**
 * A database of a release before this one gives nothing back until it is written anew once: some seconds for the size that is done here,
 * at the start. A larger one stays as it is, and uses its free room again; `millrace doctor` says so.
 */
export function makeShrinkable({ database, prepare, read }: Connection): void {
  const row = read(() =>
    prepare(
      'SELECT auto_vacuum AS mode, page_count * page_size AS bytes FROM pragma_auto_vacuum, pragma_page_count, pragma_page_size',
    ).get(),
  )
  if (row?.mode !== 0 || Number(row.bytes) > rewriteUpToBytes) return
  read(() => database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM'))
}
