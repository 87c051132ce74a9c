import type { RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** Without the write-ahead log, which SQLite keeps at some megabytes. */
export function prepareStoreSize({ prepare, read }: Connection): RetentionStore['size'] {
  const find = prepare(`SELECT page_size * page_count AS bytes, page_size * freelist_count AS freeBytes,
    (SELECT ifnull(sum(size), 0) FROM file) AS fileBytes FROM pragma_page_size, pragma_page_count, pragma_freelist_count`)
  return async () => {
    const row = read(() => find.get())
    return { bytes: Number(row?.bytes), freeBytes: Number(row?.freeBytes), fileBytes: Number(row?.fileBytes) }
  }
}
