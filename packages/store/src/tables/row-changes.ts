import type { TableChange } from '../table-store.ts'
import { isSameJson } from './is-same-json.ts'
import type { KeptTable } from './kept-table.ts'
import type { Permit } from './permit.ts'
import type { TableEngine } from './table-engine.ts'
import { recordOf, type TableRow } from './table-row.ts'
import { assertRow } from './write-records.ts'

/** The only way by which rows change: checks them, writes them, and tells of them in the same transaction. */
export interface RowChanges {
  insert(table: KeptTable, row: TableRow): void
  /** Returns the row as it is now. */
  replace(table: KeptTable, row: TableRow, before: TableRow): TableRow
  remove(table: KeptTable, row: TableRow): void
}

export interface Told {
  readonly permit: Permit
  readonly account: string
  readonly at: number
  /** Left out when nobody wants to know. */
  readonly tell?: ((change: TableChange) => void) | undefined
}

export function createRowChanges(engine: TableEngine, { permit, account, at, tell }: Told): RowChanges {
  function note(table: KeptTable, type: TableChange['type'], row: TableRow, before?: TableRow): void {
    if (tell === undefined) return
    const known = before === undefined ? {} : { before: recordOf(table, before) }
    tell({ account, table: table.name, type, record: recordOf(table, row), ...known, at })
  }

  return {
    insert(table, row) {
      assertRow(engine, permit, table, row)
      engine.rows.insert(table, row)
      note(table, 'created', row)
    },
    replace(table, row, before) {
      if (hasSameCells(row, before)) return before
      assertRow(engine, permit, table, row, before)
      engine.rows.replace(table, row, before)
      note(table, 'updated', row, before)
      return row
    },
    remove(table, row) {
      engine.rows.remove(table, row)
      for (const column of table.columns) if (column.type === 'relation') engine.links.dropOwner(table, column, row.id)
      note(table, 'deleted', row)
    },
  }
}

function hasSameCells(one: TableRow, other: TableRow): boolean {
  if (one.cells.size !== other.cells.size) return false
  for (const [column, cell] of one.cells) if (!isSameJson(cell, other.cells.get(column) ?? null)) return false
  return true
}
