import type { Json, JsonObject } from '@millrace/engine'
import type { TableRecord } from '../table-store.ts'
import { showCell } from './cell.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'

/** A value as it is kept: a date as milliseconds since 1970, a pointer as an id, everything else as the JSON it came as. Never null. */
export type Cell = Exclude<Json, null>

/** A record as an adapter keeps it. */
export interface TableRow {
  readonly id: string
  readonly createdAt: number
  readonly updatedAt: number
  /** By the number of the column; what is empty is left out. */
  readonly cells: ReadonlyMap<number, Cell>
}

export function cellOf(row: TableRow, column: KeptColumn): Cell | undefined {
  if (column.id === -1) return row.id
  if (column.id === -2) return row.createdAt
  if (column.id === -3) return row.updatedAt
  return row.cells.get(column.id)
}

/** The record as everybody sees it: each column in its place, null where it is empty. Relations are left out: they may be long. */
export function recordOf(table: KeptTable, row: TableRow): TableRecord {
  const fields: { [name: string]: Json } = { id: row.id }
  for (const column of table.columns) {
    if (column.type === 'relation') continue
    const cell = row.cells.get(column.id)
    fields[column.name] = cell === undefined ? null : showCell(column, cell)
  }
  return { ...fields, createdAt: isoTime(row.createdAt), updatedAt: isoTime(row.updatedAt) } satisfies JsonObject
}

function isoTime(at: number): string {
  return new Date(at).toISOString()
}
