import type { TableChange } from '../table-store.ts'
import type { Test } from './condition.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import type { TableEngine } from './table-engine.ts'

/** A change, looked at as it has left the record or as the record was before. */
export interface ToldSide {
  readonly change: TableChange
  readonly side: 'record' | 'before'
}

/**
 * Whether a relation is, or was, as the test says: by what the change tells of it. What the change was not about is looked up as it is now:
 * if somebody has changed that since, their change is told too.
 */
export function relationHeld(
  { links }: Pick<TableEngine, 'links'>,
  { table, column, test }: { readonly table: KeptTable; readonly column: KeptColumn; readonly test: Test },
  { change, side }: ToldSide,
): boolean {
  const told = change.relations?.[column.name]
  const isGone = change.type === 'deleted'
  const isBefore = side === 'before'
  const owner = String(change.record.id)
  if (test.type === 'exists') {
    if (told !== undefined) return !(isBefore ? told.wasEmpty : told.isEmpty)
    return !isGone && links.has(table, column, owner)
  }
  if (test.type !== 'linked-to') throw new Error(`A test of type ${test.type} cannot be asked of the relation "${column.name}"`)
  const { added = [], removed = [] } = told ?? {}
  const held = new Set(isBefore ? removed : added)
  if (test.ids.some((id) => held.has(id))) return true
  const notHeld = new Set(isBefore ? added : removed)
  const open = test.ids.filter((id) => !notHeld.has(id))
  return !isGone && open.length > 0 && links.has(table, column, owner, open)
}
