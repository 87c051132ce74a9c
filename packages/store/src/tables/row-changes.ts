import { isSameJson } from './is-same-json.ts'
import type { KeptTable } from './kept-table.ts'
import { dropLinks, type LinkChange } from './link-changes.ts'
import type { Permit } from './permit.ts'
import type { TableEngine } from './table-engine.ts'
import { recordOf, type TableRow } from './table-row.ts'
import type { NotedChange } from './told-changes.ts'
import { assertRow } from './write-records.ts'

/** The only way by which rows change: checks them, writes them, and tells of them in the same transaction. */
export interface RowChanges {
  /** `links`: what its relations have come to hold. */
  insert(table: KeptTable, row: TableRow, links: readonly LinkChange[]): void
  /** Returns the row as it is now. `links`: what was done to its relations. */
  replace(table: KeptTable, row: TableRow, before: TableRow, links: readonly LinkChange[]): TableRow
  remove(table: KeptTable, row: TableRow): void
}

export interface Told {
  readonly permit: Permit
  readonly account: string
  readonly at: number
  nextOrder(): number
  /** Left out when nobody wants to know. */
  readonly tell?: ((change: NotedChange) => void) | undefined
}

export function createRowChanges(engine: TableEngine, { permit, account, at, nextOrder, tell }: Told): RowChanges {
  return {
    insert(table, row, links) {
      assertRow(engine, permit, table, row)
      engine.rows.insert(table, row)
      if (tell === undefined) return
      tell({
        account,
        table: table.name,
        type: 'created',
        record: recordOf(table, row),
        at,
        order: nextOrder(),
        ...(links.length > 0 && { links }),
      })
    },
    replace(table, row, before, links) {
      const isOfLinksAlone = hasSameCells(row, before)
      if (isOfLinksAlone && links.length === 0) return before
      assertRow(engine, permit, table, row, before)
      engine.rows.replace(table, row, before)
      if (tell === undefined) return row
      const sides = { record: recordOf(table, row), before: recordOf(table, before) }
      tell({
        account,
        table: table.name,
        type: 'updated',
        ...sides,
        at,
        order: nextOrder(),
        ...(links.length > 0 && { links, isOfLinksAlone }),
      })
      return row
    },
    remove(table, row) {
      engine.rows.remove(table, row)
      const relations = dropLinks(engine.links, table, row.id)
      tell?.({ account, table: table.name, type: 'deleted', record: recordOf(table, row), ...relations, at, order: nextOrder() })
    },
  }
}

function hasSameCells(one: TableRow, other: TableRow): boolean {
  if (one.cells.size !== other.cells.size) return false
  for (const [column, cell] of one.cells) if (!isSameJson(cell, other.cells.get(column) ?? null)) return false
  return true
}
