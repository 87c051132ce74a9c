import type { Condition } from './condition.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import type { SortKey } from './sort-order.ts'
import type { Cell, TableRow } from './table-row.ts'

export interface RowQuery {
  readonly where: Condition
  readonly sort: readonly SortKey[]
  /** The sort keys of the row after which to begin. */
  readonly after?: readonly (Cell | undefined)[] | undefined
  readonly skip?: number
  readonly limit: number
  /** The only cells that are of interest. */
  readonly columns?: readonly KeptColumn[]
  /** One of many pages by id, each of which would sort all that an index finds. */
  readonly isOneOfMany?: boolean
}

/**
 * What an adapter brings: rows, links and the catalogue. What tables mean (types, defaults, queries, changes) is the same for all of
 * them and stands above this. Everything is synchronous, so that a write has nothing in between.
 */
export interface TableEngine {
  /** All of the work or nothing of it, on disk when this returns. */
  transaction<T>(work: () => T): T
  /** Inside of a transaction: what the work has written is taken back if it throws. */
  attempt<T>(work: () => T): T
  readonly catalog: TableCatalog
  readonly rows: TableRows
  readonly links: TableLinks
  readonly keys: TableKeys
}

export interface TableCatalog {
  find(account: string, name: string): KeptTable | undefined
  /** By name, behind this one. */
  list(account: string, after: string, limit: number): readonly KeptTable[]
  count(account: string): number
  insert(table: Omit<KeptTable, 'id'>): KeptTable
  /** Columns and indexes come and go as the two differ. */
  replace(table: KeptTable, before: KeptTable): void
  remove(table: KeptTable): void
}

export interface TableRows {
  /** Whether `select` and `count` give exactly what the condition says. Otherwise `select` may give more, and `count` is not asked. */
  decides(where: Condition): boolean
  /** Whether rows come in this order without being sorted first. */
  isInOrder(sort: readonly SortKey[]): boolean
  select(table: KeptTable, query: RowQuery): readonly TableRow[]
  count(table: KeptTable, where: Condition): number
  get(table: KeptTable, id: string): TableRow | undefined
  /** Those that are there, in any order. */
  getAll(table: KeptTable, ids: readonly string[]): readonly TableRow[]
  /** The id of the row that has this in a unique column. */
  idWith(table: KeptTable, column: KeptColumn, cell: Cell): string | undefined
  insert(table: KeptTable, row: TableRow): void
  replace(table: KeptTable, row: TableRow, before: TableRow): void
  remove(table: KeptTable, row: TableRow): void
}

/** Of relations: which records of another table belong to a record. */
export interface TableLinks {
  /** Whether it is new. */
  add(table: KeptTable, column: KeptColumn, owner: string, target: string): boolean
  remove(table: KeptTable, column: KeptColumn, owner: string, target: string): boolean
  /** When the owner goes. Says how many there were. */
  dropOwner(table: KeptTable, column: KeptColumn, owner: string): number
  /** Whether the owner has one of these targets, or any. */
  has(table: KeptTable, column: KeptColumn, owner: string, targets?: readonly string[]): boolean
  /** Of all these owners, in the order of the targets. */
  of(table: KeptTable, column: KeptColumn, owners: readonly string[], limit: number): readonly Link[]
  /** Who has one of these targets, or any. */
  owners(table: KeptTable, column: KeptColumn, targets: readonly string[] | undefined): readonly string[]
}

export interface Link {
  readonly owner: string
  readonly target: string
}

export interface TableKeys {
  find(account: string, key: string): string | undefined
  put(account: string, key: string, results: string, at: number): void
  forget(before: number, limit: number): number
}
