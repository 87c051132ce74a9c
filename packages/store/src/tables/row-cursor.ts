import { decodeCells, encodeCursor } from '../cursor.ts'
import { invalidQuery } from './query-mistake.ts'
import { keysOf, type SortKey } from './sort-order.ts'
import type { Cell, TableRow } from './table-row.ts'

/** The sort keys of the row and what they are keys of: with another order the cursor means nothing. */
export function cursorOf(sort: readonly SortKey[], row: TableRow): string {
  return encodeCursor([nameOf(sort), ...keysOf(sort, row).map((cell) => toKey(cell))])
}

export function readRowCursor(sort: readonly SortKey[], cursor: string): readonly (Cell | undefined)[] {
  const [name, ...keys] = decodeCells(cursor)
  if (name !== nameOf(sort) || keys.length !== sort.length) throw invalidQuery('the cursor is of a query that is sorted otherwise')
  return sort.map(({ column }, index) => fromKey(column.type, keys[index] ?? null, cursor))
}

function nameOf(sort: readonly SortKey[]): string {
  return sort.map(({ column, isDescending }) => `${isDescending ? '>' : ''}${column.id}`).join(',')
}

/** Ordered columns hold nothing else. */
function toKey(cell: Cell | undefined): string | number | null {
  if (typeof cell === 'boolean') return Number(cell)
  return typeof cell === 'string' || typeof cell === 'number' ? cell : null
}

function fromKey(type: string, key: string | number | null, cursor: string): Cell | undefined {
  if (key === null) return undefined
  const isText = type === 'string' || type === 'pointer'
  if (isText !== (typeof key === 'string')) throw invalidQuery(`the cursor ${JSON.stringify(cursor.slice(0, 40))} is of another query`)
  return type === 'boolean' ? key === 1 : key
}
