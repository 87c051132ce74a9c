import type { Json, JsonObject } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import { readCell } from './cell.ts'
import { inferColumn } from './infer-column.ts'
import { columnOf, type KeptTable, systemColumns, unknownColumn } from './kept-table.ts'
import { addColumn } from './new-column.ts'
import { readTargets } from './read-targets.ts'
import type { Cell } from './table-row.ts'

export interface Fields {
  /** With the columns that the fields have added. */
  readonly table: KeptTable
  /** By the number of the column; undefined makes it empty. */
  readonly cells: ReadonlyMap<number, Cell | undefined>
  /** What relations shall hold, by the number of the column. Those that are not named stay as they are. */
  readonly links: ReadonlyMap<number, readonly string[]>
}

/** Reads what a record shall hold, system columns left out. What the table does not have becomes a column, unless it is locked. */
export function readFields(table: KeptTable, record: JsonObject): Fields {
  let widened = table
  const cells = new Map<number, Cell | undefined>()
  const links = new Map<number, readonly string[]>()
  for (const [name, value] of Object.entries(record)) {
    if (systemColumns.some((column) => column.name === name)) continue
    widened = withColumn(widened, name, value)
    const column = columnOf(widened, name)
    // A new field that is null says nothing of what it will be.
    if (column === undefined) continue
    if (column.type === 'relation') links.set(column.id, readTargets(column, value))
    else cells.set(column.id, value === null ? undefined : readCell(column, value))
  }
  return { table: widened, cells, links }
}

function withColumn(table: KeptTable, name: string, value: Json): KeptTable {
  if (columnOf(table, name) !== undefined) return table
  if (table.isLocked) throw unknownColumn(table, name)
  return value === null ? table : addColumn(table, inferColumn(name, value))
}

export function assertRequired(table: KeptTable, cells: ReadonlyMap<number, Cell>): void {
  const missing = table.columns.find(({ id, required }) => required === true && !cells.has(id))
  if (missing === undefined) return
  throw new StoreError('RECORD_INVALID', `"${missing.name}" is required in table "${table.name}" and is empty.`)
}
