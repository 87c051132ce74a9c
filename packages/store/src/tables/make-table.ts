import { StoreError } from '../errors.ts'
import type { TableDraft } from '../table-store.ts'
import { withAccess } from './access-rules.ts'
import type { KeptTable } from './kept-table.ts'
import { addColumn } from './new-column.ts'
import type { TableEngine } from './table-engine.ts'
import { assertTableName } from './table-names.ts'

const mostTables = 1_000

/** Inside of a transaction. Throws `TABLE_EXISTS`, `TABLE_NAME_INVALID`, `TABLE_LIMIT` or what a column has against it. */
export function makeTable(
  { catalog }: TableEngine,
  account: string,
  { name, columns, isLocked = false, access }: TableDraft,
  at: number,
): KeptTable {
  assertTableName(name)
  if (catalog.find(account, name) !== undefined) {
    throw new StoreError('TABLE_EXISTS', `There is a table "${name}" already: choose another name, or change that one.`)
  }
  if (catalog.count(account) >= mostTables) {
    throw new StoreError('TABLE_LIMIT', `There are ${mostTables} tables, which is the most: delete one that is not needed.`)
  }
  const empty: KeptTable = { id: 0, account, name, columns: [], isLocked, nextColumn: 1, createdAt: at, updatedAt: at }
  const made = columns.reduce(addColumn, empty)
  const { id: _, ...table } = access === undefined ? made : withAccess(made, access)
  return catalog.insert(table)
}
