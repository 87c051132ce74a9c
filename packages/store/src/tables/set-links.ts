import type { KeptTable } from './kept-table.ts'
import type { LinkChange } from './link-changes.ts'
import type { TableEngine } from './table-engine.ts'

/** Makes relations of a record hold just these, by the numbers of their columns, and says of which it was not so before. */
export function setLinks(
  { links }: TableEngine,
  table: KeptTable,
  owner: string,
  given: ReadonlyMap<number, readonly string[]>,
): readonly LinkChange[] {
  if (given.size === 0) return none
  const changes: LinkChange[] = []
  for (const column of table.columns) {
    const targets = given.get(column.id)
    if (targets === undefined) continue
    const added = new Set(targets)
    const removed = new Set<string>()
    const held = links.of(table, column, [owner], all)
    for (const { target } of held) if (!added.delete(target)) removed.add(target)
    for (const target of removed) links.remove(table, column, owner, target)
    for (const target of added) links.add(table, column, owner, target)
    if (added.size + removed.size === 0) continue
    changes.push({ column, added, removed, wasEmpty: held.length === 0, isEmpty: targets.length === 0 })
  }
  return changes
}

const none: readonly LinkChange[] = []
const all = 2 ** 31
