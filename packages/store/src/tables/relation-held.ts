import type { RelationChange, TableChange } from '../table-store.ts'
import type { Test } from './condition.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import type { LinkJournal } from './link-journal.ts'
import type { TableEngine } from './table-engine.ts'

/** A change, looked at as it has left the record or as the record was before. */
export interface ToldSide {
  readonly change: TableChange
  readonly side: 'record' | 'before'
}

interface Asked {
  readonly table: KeptTable
  readonly column: KeptColumn
  readonly test: Test
}

/**
 * Whether a relation held then what the test asks for: by what the change did to it, else by what the next change of it did, and where
 * nothing has changed since, by what it holds now.
 */
export function relationHeld(
  { links }: Pick<TableEngine, 'links'>,
  journal: LinkJournal,
  { table, column, test }: Asked,
  { change, side }: ToldSide,
): boolean {
  const own = change.relations?.[column.name]
  const next = journal.after(change).flatMap(({ relations }) => relations?.[column.name] ?? [])
  const later = side === 'before' && own !== undefined ? [own, ...next] : next
  const earlier = side === 'record' ? own : undefined
  const owner = String(change.record.id)
  if (test.type === 'exists') {
    if (earlier !== undefined) return !earlier.isEmpty
    return later[0] === undefined ? links.has(table, column, owner) : !later[0].wasEmpty
  }
  if (test.type !== 'linked-to') throw new Error(`A test of type ${test.type} cannot be asked of the relation "${column.name}"`)
  const known = heldThen(earlier, later)
  const open = test.ids.filter((id) => !known.has(id))
  return test.ids.some((id) => known.get(id) === true) || (open.length > 0 && links.has(table, column, owner, open))
}

/** By id, whether it was held between the two: whoever speaks of it first knows. */
function heldThen(earlier: RelationChange | undefined, later: readonly RelationChange[]): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>()
  for (const { added, removed } of later.toReversed()) {
    for (const id of added) known.set(id, false)
    for (const id of removed) known.set(id, true)
  }
  for (const id of earlier?.added ?? []) known.set(id, true)
  for (const id of earlier?.removed ?? []) known.set(id, false)
  return known
}
