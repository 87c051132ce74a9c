import type { KeptTable } from './kept-table.ts'
import type { TableEngine } from './table-engine.ts'

/** Makes relations of a record hold just these, by the numbers of their columns. */
export function setLinks({ links }: TableEngine, table: KeptTable, owner: string, given: ReadonlyMap<number, readonly string[]>): void {
  for (const column of table.columns) {
    const targets = given.get(column.id)
    if (targets === undefined) continue
    const wanted = new Set(targets)
    for (const { target } of links.of(table, column, [owner], all)) if (!wanted.delete(target)) links.remove(table, column, owner, target)
    for (const target of wanted) links.add(table, column, owner, target)
  }
}

const all = 2 ** 31
