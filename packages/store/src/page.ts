import { encodeCursor } from './cursor.ts'
import type { Listed } from './execution-store.ts'

/** Makes a page of rows that were asked for with one more than `limit`: the row too many says that there is a next page. */
export function pageOf<T>(rows: readonly T[], limit: number, sortKey: (row: T) => readonly (string | number)[]): Listed<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, nextCursor: encodeCursor(sortKey(last)) } : { items }
}
