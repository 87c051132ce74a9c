import { isOrdered } from './column-rules.ts'
import { compareCells } from './compare-cells.ts'
import { fieldOf, idColumn, type KeptColumn, type KeptTable } from './kept-table.ts'
import { invalidQuery } from './query-mistake.ts'
import { type Cell, cellOf, type TableRow } from './table-row.ts'

export interface SortKey {
  readonly column: KeptColumn
  readonly isDescending: boolean
}

/** The order of creation. */
export const byId: readonly SortKey[] = [{ column: idColumn, isDescending: false }]

const mostKeys = 8

/** No two rows are alike in it: the id comes last. */
export function readSort(table: KeptTable, names: readonly string[] = []): readonly SortKey[] {
  if (names.length > mostKeys) throw invalidQuery(`it is sorted by more than ${mostKeys} columns`)
  const keys = names.map((name) => readKey(table, name))
  const at = keys.findIndex(({ column }) => column.id === idColumn.id)
  return at === -1 ? [...keys, ...byId] : keys.slice(0, at + 1)
}

function readKey(table: KeptTable, name: string): SortKey {
  const isDescending = name.startsWith('-')
  const column = fieldOf(table, isDescending ? name.slice(1) : name)
  if (!isOrdered(column.type)) throw invalidQuery(`records cannot be sorted by "${column.name}", which is of type ${column.type}`)
  return { column, isDescending }
}

export function keysOf(sort: readonly SortKey[], row: TableRow): readonly (Cell | undefined)[] {
  return sort.map(({ column }) => cellOf(row, column))
}

export function compareRows(sort: readonly SortKey[], one: TableRow, other: TableRow): number {
  return compareToKeys(sort, one, keysOf(sort, other))
}

/** Below 0 when the row comes before these keys. */
export function compareToKeys(sort: readonly SortKey[], row: TableRow, keys: readonly (Cell | undefined)[]): number {
  for (const [index, { column, isDescending }] of sort.entries()) {
    const order = compareCells(cellOf(row, column), keys[index])
    if (order !== 0) return isDescending ? -order : order
  }
  return 0
}
