import { encodeJson } from '../encode-json.ts'
import type { Condition } from '../tables/condition.ts'
import { createHolds } from '../tables/holds.ts'
import { isSameJson } from '../tables/is-same-json.ts'
import type { KeptColumn, KeptTable } from '../tables/kept-table.ts'
import { compareRows, compareToKeys } from '../tables/sort-order.ts'
import type { TableCatalog, TableEngine, TableKeys, TableLinks, TableRows } from '../tables/table-engine.ts'
import type { Cell, TableRow } from '../tables/table-row.ts'

/** What would take back each change since the transaction began, the last one at the end. */
interface Undo {
  note(takeBack: () => void): void
}

export function createMemoryTables(): TableEngine {
  const undone: (() => void)[] = []
  const undo: Undo = { note: (takeBack) => void undone.push(takeBack) }

  function attempt<T>(work: () => T): T {
    const place = undone.length
    try {
      return work()
    } catch (error) {
      for (const takeBack of undone.splice(place).reverse()) takeBack()
      throw error
    }
  }

  return {
    attempt,
    transaction(work) {
      try {
        return attempt(work)
      } finally {
        undone.length = 0
      }
    },
    catalog: createCatalog(undo),
    rows: createRows(undo),
    links: createLinks(undo),
    keys: createKeys(undo),
  }
}

/** `Map.set`, to be taken back. */
function put<Key, Value>(undo: Undo, map: Map<Key, Value>, key: Key, value: Value | undefined): void {
  const before = map.get(key)
  const write = (next: Value | undefined) => void (next === undefined ? map.delete(key) : map.set(key, next))
  write(value)
  undo.note(() => write(before))
}

function createCatalog(undo: Undo): TableCatalog {
  const tables = new Map<number, KeptTable>()
  let lastId = 0
  const of = (account: string) => [...tables.values()].filter((table) => table.account === account)
  return {
    find: (account, name) => of(account).find((table) => table.name === name),
    list(account, after, limit) {
      const found = of(account).filter(({ name }) => name > after)
      return found.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, limit)
    },
    count: (account) => of(account).length,
    insert(draft) {
      lastId += 1
      const table = { ...draft, id: lastId }
      put(undo, tables, table.id, table)
      return table
    },
    replace: (table) => put(undo, tables, table.id, table),
    remove: ({ id }) => put(undo, tables, id, undefined),
  }
}

function createRows(undo: Undo): TableRows {
  const tables = new Map<number, Map<string, TableRow>>()
  function rowsOf({ id }: KeptTable): Map<string, TableRow> {
    const rows = tables.get(id) ?? new Map<string, TableRow>()
    tables.set(id, rows)
    return rows
  }
  const all = (table: KeptTable) => [...rowsOf(table).values()]
  return {
    decides: isEverything,
    isInOrder: () => false,
    select(table, { sort, after, skip = 0, limit }) {
      const rows = all(table).filter((row) => after === undefined || compareToKeys(sort, row, after) > 0)
      return rows.sort((one, other) => compareRows(sort, one, other)).slice(skip, skip + limit)
    },
    count: (table, where) => all(table).filter(createHolds(where)).length,
    get: (table, id) => rowsOf(table).get(id),
    getAll: (table, ids) => ids.flatMap((id) => rowsOf(table).get(id) ?? []),
    idWith: (table, column, cell) => all(table).find((row) => isSameJson(row.cells.get(column.id) ?? null, cell))?.id,
    insert: (table, row) => put(undo, rowsOf(table), row.id, copyOf(row)),
    replace: (table, row) => put(undo, rowsOf(table), row.id, copyOf(row)),
    remove: (table, { id }) => put(undo, rowsOf(table), id, undefined),
  }
}

/** Of others the rows themselves decide, by the same code for all adapters. */
function isEverything(where: Condition): boolean {
  return where.type === 'all' && where.of.length === 0
}

/** Nobody else may hold what is in it. */
function copyOf(row: TableRow): TableRow {
  const cells = [...row.cells].map(([column, cell]): [number, Cell] => [
    column,
    typeof cell === 'object' ? JSON.parse(encodeJson(cell)) : cell,
  ])
  return { ...row, cells: new Map(cells) }
}

function createLinks(undo: Undo): TableLinks {
  /** By table and column, then `owner target`. */
  const columns = new Map<string, Map<string, true>>()
  function linksOf(table: KeptTable, column: KeptColumn): Map<string, true> {
    const name = `${table.id} ${column.id}`
    const links = columns.get(name) ?? new Map<string, true>()
    columns.set(name, links)
    return links
  }
  const all = (table: KeptTable, column: KeptColumn) =>
    [...linksOf(table, column).keys()].sort().map((key) => ({ owner: key.slice(0, 24), target: key.slice(25) }))
  return {
    add(table, column, owner, target) {
      const links = linksOf(table, column)
      const key = `${owner} ${target}`
      if (links.has(key)) return false
      put(undo, links, key, true)
      return true
    },
    remove(table, column, owner, target) {
      const links = linksOf(table, column)
      const key = `${owner} ${target}`
      if (!links.has(key)) return false
      put(undo, links, key, undefined)
      return true
    },
    of(table, column, owners, limit) {
      const wanted = new Set(owners)
      return all(table, column)
        .filter(({ owner }) => wanted.has(owner))
        .slice(0, limit)
    },
    owners(table, column, targets) {
      const wanted = targets && new Set(targets)
      const found = all(table, column).filter(({ target }) => wanted === undefined || wanted.has(target))
      return [...new Set(found.map(({ owner }) => owner))]
    },
    dropOwner(table, column, owner) {
      const links = linksOf(table, column)
      const own = [...links.keys()].filter((key) => key.startsWith(owner))
      for (const key of own) put(undo, links, key, undefined)
      return own.length
    },
    has(table, column, owner, targets) {
      const links = linksOf(table, column)
      if (targets !== undefined) return targets.some((target) => links.has(`${owner} ${target}`))
      for (const key of links.keys()) if (key.startsWith(owner)) return true
      return false
    },
  }
}

function createKeys(undo: Undo): TableKeys {
  const keys = new Map<string, { readonly results: string; readonly at: number }>()
  const nameOf = (account: string, key: string) => JSON.stringify([account, key])
  return {
    find: (account, key) => keys.get(nameOf(account, key))?.results,
    put: (account, key, results, at) => put(undo, keys, nameOf(account, key), { results, at }),
    forget(before, limit) {
      const old = [...keys].filter(([, { at }]) => at < before).slice(0, limit)
      for (const [name] of old) keys.delete(name)
      return old.length
    },
  }
}
