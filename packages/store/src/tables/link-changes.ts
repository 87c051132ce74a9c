import type { RelationChange, TableChange } from '../table-store.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import type { TableLinks } from './table-engine.ts'

/** What a write has done to one relation of a record. */
export interface LinkChange {
  readonly column: KeptColumn
  /** Ids that it did not hold before. */
  readonly added: ReadonlySet<string>
  /** Ids that it does not hold any more. */
  readonly removed: ReadonlySet<string>
  readonly wasEmpty: boolean
  readonly isEmpty: boolean
}

/** Of each list: a change of 10,000 ids must not make every message as long. */
const mostTold = 100

/** Both, one after the other: what the later one takes back has not happened. */
export function joinedLinks(earlier: readonly LinkChange[], later: readonly LinkChange[]): readonly LinkChange[] {
  const byColumn = new Map(earlier.map((change) => [change.column.id, change]))
  for (const change of later) {
    const before = byColumn.get(change.column.id)
    byColumn.set(change.column.id, before === undefined ? change : joined(before, change))
  }
  return [...byColumn.values()].filter(({ added, removed }) => added.size + removed.size > 0)
}

function joined(earlier: LinkChange, later: LinkChange): LinkChange {
  return {
    column: later.column,
    added: new Set([...without(earlier.added, later.removed), ...without(later.added, earlier.removed)]),
    removed: new Set([...without(earlier.removed, later.added), ...without(later.removed, earlier.added)]),
    wasEmpty: earlier.wasEmpty,
    isEmpty: later.isEmpty,
  }
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...ids].filter((id) => !others.has(id))
}

/** By the names of their columns, as everybody is told of them. */
export function showLinks(links: readonly LinkChange[]): Pick<TableChange, 'relations'> {
  if (links.length === 0) return {}
  return {
    relations: Object.fromEntries(
      links.map(({ column, added, removed, wasEmpty, isEmpty }): [string, RelationChange] => [
        column.name,
        {
          added: [...added].slice(0, mostTold),
          removed: [...removed].slice(0, mostTold),
          addedCount: added.size,
          removedCount: removed.size,
          wasEmpty,
          isEmpty,
        },
      ]),
    ),
  }
}

/** All that the relations of a record held goes with it. Says what it was, without reading more of it than is told. */
export function dropLinks(links: TableLinks, table: KeptTable, owner: string): Pick<TableChange, 'relations'> {
  const dropped: [string, RelationChange][] = []
  for (const column of table.columns) {
    if (column.type !== 'relation') continue
    const removed = links.of(table, column, [owner], mostTold).map(({ target }) => target)
    const removedCount = removed.length === 0 ? 0 : links.dropOwner(table, column, owner)
    if (removedCount > 0) dropped.push([column.name, { added: [], removed, addedCount: 0, removedCount, wasEmpty: false, isEmpty: true }])
  }
  return dropped.length === 0 ? {} : { relations: Object.fromEntries(dropped) }
}
