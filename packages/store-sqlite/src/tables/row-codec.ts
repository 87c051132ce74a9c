import type { Json } from '@millrace/engine'
import { type Cell, encodeJson, type KeptColumn, type TableRow } from '@millrace/store'
import { columnName, longitudeName } from './table-sql-names.ts'

export type SqlValue = string | number | null

/** How a column lies in the database, for a STRICT table. A relation lies elsewhere. */
const sqlTypes = {
  string: 'TEXT',
  number: 'REAL',
  boolean: 'INTEGER',
  // In milliseconds since 1970.
  date: 'INTEGER',
  json: 'TEXT',
  file: 'TEXT',
  pointer: 'TEXT',
  geoPoint: 'REAL',
} as const

/** Name and type of each SQL column for this one. */
export function sqlColumns(column: KeptColumn): readonly (readonly [name: string, type: string])[] {
  if (column.type === 'relation') return []
  const own = [columnName(column), sqlTypes[column.type]] as const
  return column.type === 'geoPoint' ? [own, [longitudeName(column), sqlTypes.geoPoint]] : [own]
}

export function sqlNames(columns: readonly KeptColumn[]): readonly string[] {
  return columns.flatMap((column) => sqlColumns(column).map(([name]) => name))
}

export function encodeCells(columns: readonly KeptColumn[], row: TableRow): readonly SqlValue[] {
  return columns.flatMap((column) => encodeCell(column, row.cells.get(column.id)))
}

export function encodeCell({ type }: Pick<KeptColumn, 'type'>, cell: Cell | undefined): readonly SqlValue[] {
  switch (type) {
    case 'relation':
      return []
    case 'geoPoint': {
      const { latitude = null, longitude = null } = (cell ?? {}) as { readonly latitude?: number; readonly longitude?: number } // Parsed as one.
      return [latitude, longitude]
    }
    case 'json':
    case 'file':
      return [cell === undefined ? null : encodeJson(cell)]
    case 'boolean':
      return [cell === undefined ? null : Number(cell)]
    default:
      return [typeof cell === 'string' || typeof cell === 'number' ? cell : null]
  }
}

/** Of a query for id, created_at, updated_at and then `sqlNames(columns)`. */
export function decodeRow(columns: readonly KeptColumn[], values: readonly unknown[]): TableRow {
  const [id, createdAt, updatedAt] = values
  const cells = new Map<number, Cell>()
  let place = 3
  for (const column of columns) {
    if (column.type === 'relation') continue
    const cell = decodeCell(column, values[place], values[place + 1])
    if (cell !== undefined) cells.set(column.id, cell)
    place += column.type === 'geoPoint' ? 2 : 1
  }
  return { id: String(id), createdAt: Number(createdAt), updatedAt: Number(updatedAt), cells }
}

function decodeCell({ type }: KeptColumn, value: unknown, next: unknown): Cell | undefined {
  if (value === null) return undefined
  switch (type) {
    case 'geoPoint':
      return { latitude: Number(value), longitude: Number(next) }
    case 'json':
    case 'file':
      return JSON.parse(String(value)) as Exclude<Json, null> // Written by `encodeCell`; null is never written.
    case 'boolean':
      return value === 1
    default:
      return value as string | number // STRICT columns of these types hold nothing else.
  }
}
