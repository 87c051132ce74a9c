import type { Json, JsonObject } from '@millrace/engine'
import type { NewEvent } from './event-store.ts'
import type { Listed, Page } from './execution-store.ts'

export type ColumnType = 'string' | 'number' | 'boolean' | 'date' | 'json' | 'file' | 'pointer' | 'relation' | 'geoPoint'

/** One column of a table. Every record has `id`, `createdAt` and `updatedAt` besides. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** The table that a pointer or a relation leads to. It need not be there yet. */
  readonly table?: string
  /** No record may leave it empty. */
  readonly required?: true
  /** What a new record has where nothing is given. */
  readonly default?: Json
  /** No two records have the same; any number of them may be empty. */
  readonly unique?: true
  readonly index?: true
  /** Its words are found by `search`. */
  readonly search?: true
}

/** `signed-in`: everybody who is known by an id. `owner`: who has made the record. */
export type AccessRule = 'anyone' | 'signed-in' | 'owner' | `role:${string}`

/** Who may do what with the records of a table, besides the operator, who may everything. What is left out nobody else may. */
export interface TableAccess {
  readonly read?: readonly AccessRule[]
  readonly create?: readonly AccessRule[]
  readonly update?: readonly AccessRule[]
  readonly delete?: readonly AccessRule[]
}

/** A person, or a program, that is less than the operator. Null is who is not signed in. */
export interface Principal {
  readonly id: string | null
  readonly roles: readonly string[]
}

/** A collection of users' own records. */
export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** Fields that it does not have are refused; otherwise a record that brings a new one adds the column. */
  readonly isLocked: boolean
  /** Left out, only the operator gets in. With it each record has an \`owner\`. */
  readonly access?: TableAccess
  /** In milliseconds since 1970. */
  readonly createdAt: number
  readonly updatedAt: number
}

export interface TableDraft {
  readonly name: string
  readonly columns: readonly Column[]
  readonly isLocked?: boolean
  readonly access?: TableAccess
}

/** A change of what a table looks like. */
export type ColumnChange =
  | { readonly type: 'add'; readonly column: Column }
  | { readonly type: 'rename'; readonly column: string; readonly to: string }
  | { readonly type: 'remove'; readonly column: string }
  /** Each value is converted to the new type where that loses nothing. */
  | { readonly type: 'retype'; readonly column: string; readonly to: ColumnType; readonly table?: string }
  /** What is left out stays; null takes a default away. */
  | {
      readonly type: 'set'
      readonly column: string
      readonly required?: boolean
      readonly unique?: boolean
      readonly index?: boolean
      readonly search?: boolean
      readonly default?: Json
    }
  | { readonly type: 'rename-table'; readonly to: string }
  | { readonly type: 'lock' | 'unlock' }
  /** Null takes the rules away: then only the operator gets in. */
  | { readonly type: 'access'; readonly access: TableAccess | null }

/** What a change would take away, or what stands against it. */
export interface ChangeLoss {
  readonly change: ColumnChange
  /** How many records. */
  readonly count: number
  /** The first of them, with what they hold. */
  readonly examples: readonly { readonly id: string; readonly value: Json }[]
  /** Whether `discard` would go ahead without these values; otherwise the records must be mended first. */
  readonly isDiscardable: boolean
}

export interface TableChanged {
  /** As it is now, or as it would be. */
  readonly table: Table
  readonly losses: readonly ChangeLoss[]
}

export interface ChangeOptions {
  readonly at: number
  /** Say what would happen and change nothing. */
  readonly isPreview?: boolean
  /** Go ahead although values are lost. */
  readonly discards?: boolean
}

export type TableRecord = JsonObject

/** Which records, in which order, and how much of them. */
export interface TableQuery {
  /** Conditions, as docs/tables.md lists them. */
  readonly where?: JsonObject
  /** Names of columns, `-` before one for the other way round. `id`, which is the order of creation, decides at last. */
  readonly sort?: readonly string[]
  readonly limit: number
  readonly skip?: number
  readonly cursor?: string
  /** Only these fields, and the id. */
  readonly select?: readonly string[]
  /** Pointers and relations in whose place the records shall stand, e.g. `author` or `author.company`. */
  readonly include?: readonly string[]
  /** Shows relations too, as lists of ids. Left out they are not shown, for they may be long. */
  readonly relations?: 'ids'
}

export type Metric =
  | { readonly count: true }
  | { readonly sum: string }
  | { readonly avg: string }
  | { readonly min: string }
  | { readonly max: string }
  /** The values there are, without repetition and in order. */
  | { readonly distinct: string }

export interface AggregateQuery {
  readonly where?: JsonObject
  /** One group for each combination of these columns' values, sorted by them; left out, one group with all. */
  readonly groupBy?: readonly string[]
  /** By the name that each shall have in the result. */
  readonly metrics: Readonly<Record<string, Metric>>
}

/** One write. All of them take the fields of a record, or what it is known by. */
export type TableOperation =
  | { readonly type: 'insert'; readonly table: string; readonly record: JsonObject }
  | { readonly type: 'update'; readonly table: string; readonly id: string; readonly changes: JsonObject }
  | { readonly type: 'update-where'; readonly table: string; readonly where: JsonObject; readonly changes: JsonObject }
  /** `by` names a unique column that the record brings: the record that has it already is updated. */
  | { readonly type: 'upsert'; readonly table: string; readonly by: string; readonly record: JsonObject }
  | { readonly type: 'delete'; readonly table: string; readonly id: string }
  | { readonly type: 'delete-where'; readonly table: string; readonly where: JsonObject }
  /** Adds to numbers, with nothing in between. An empty one counts as 0. */
  | { readonly type: 'increment'; readonly table: string; readonly id: string; readonly by: Readonly<Record<string, number>> }
  | {
      readonly type: 'add-relation' | 'remove-relation'
      readonly table: string
      readonly id: string
      readonly column: string
      readonly targets: readonly string[]
    }

/** What a write gave: the record as it is now (for a delete, as it was), or how many there were. */
export type OperationResult =
  | { readonly record: TableRecord; readonly isNew?: boolean }
  | { readonly count: number }
  | { readonly error: { readonly code: string; readonly message: string } }

export interface TableWrite {
  readonly operations: readonly TableOperation[]
  readonly at: number
  /** All or none of them (the default), or each by itself: then one that fails gives an `error` and the others are made. */
  readonly mode?: 'together' | 'alone'
  /** `nothing`: a table or a column that is not there is refused, also where the table is not locked. Left out, it is made. */
  readonly adds?: 'nothing'
  /** The same key again gives the results of the first time and writes nothing. Of large results the records come as they are by then. */
  readonly key?: string
  /** What was asked for, in short: the key with another request is refused with `WRITE_KEY_REUSED`. Left out, the key alone counts. */
  readonly request?: string
  /**
   * The event that a change is told by, if anybody listens. Called inside of the transaction: the event is appended with the change, or
   * neither is. Left out, nothing is prepared for it.
   */
  readonly emits?: (change: TableChange) => NewEvent | undefined
  /** Told, once they are on disk, of the changes that were made, in their order. Left out, nothing is prepared for it. */
  readonly tells?: (changes: readonly TableChange[]) => void
}

/** A condition on records, as changes tell of them. */
export interface RecordMatch {
  /**
   * Whether it holds of the record as the change has left it, or as it was before, whatever has become of it since. Throws `TABLE_…` or
   * `COLUMN_UNKNOWN` when the table has become another one.
   */
  holds(change: TableChange, side?: 'record' | 'before'): boolean
  /** Ids in relations decide too: a change that does not name all of them cannot be judged. */
  readonly asksRelations: boolean
}

/** What a change did to one relation of its record. */
export interface RelationChange extends JsonObject {
  /** Ids that it did not hold before; the first hundred of them. */
  readonly added: readonly string[]
  /** Ids that it does not hold any more; the first hundred of them. */
  readonly removed: readonly string[]
  readonly addedCount: number
  readonly removedCount: number
  readonly wasEmpty: boolean
  readonly isEmpty: boolean
}

/** A change of one record. */
export interface TableChange {
  readonly account: string
  readonly table: string
  readonly type: 'created' | 'updated' | 'deleted'
  /** As it is now; for a delete, as it was. */
  readonly record: TableRecord
  readonly before?: TableRecord
  /** By column, those that the change was about. Left out where it was about none. */
  readonly relations?: Readonly<Record<string, RelationChange>>
  /** Grows with each change that is made, as long as the process lives. */
  readonly order: number
  readonly at: number
}

/** Records, read and written. */
export interface TableRecords {
  /** The table, where any of its records can be read or written. */
  get(account: string, name: string): Promise<Table | undefined>
  record(account: string, name: string, id: string, view?: Pick<TableQuery, 'select' | 'include'>): Promise<TableRecord | undefined>
  query(account: string, name: string, query: TableQuery): Promise<Listed<TableRecord>>
  count(account: string, name: string, where?: JsonObject): Promise<number>
  /** For records as changes tell of them. Rejects where the condition asks for what stands in other records. */
  match(account: string, name: string, where: JsonObject): Promise<RecordMatch>
  aggregate(account: string, name: string, query: AggregateQuery): Promise<readonly JsonObject[]>
  /** In one transaction, in order; resolves when it is on disk, with a result for each. */
  write(account: string, write: TableWrite): Promise<readonly OperationResult[]>
}

/**
 * Users' own tables. Names of tables and columns are a letter and then letters, digits and `_`, 63 at most.
 * What does not fit rejects with a `StoreError` that names it: `TABLE_…`, `COLUMN_…` or `RECORD_…`.
 */
export interface TableStore extends TableRecords {
  /** The records as this principal may see and write them, by the \`access\` of their tables. */
  as(principal: Principal): TableRecords
  /** By name. */
  list(account: string, page: Page): Promise<Listed<Table>>
  create(account: string, draft: TableDraft, at: number): Promise<Table>
  /** All of them or none. Rejects with `TABLE_CHANGE_LOSES` where values would be lost. */
  change(account: string, name: string, changes: readonly ColumnChange[], options: ChangeOptions): Promise<TableChanged>
  /** With all its records; says how many. Undefined where there is none. */
  delete(account: string, name: string): Promise<number | undefined>
  /** Forgets up to so many keys of writes before this time, of all accounts, and says how many. For the runtime's own sweep. */
  forgetKeys(before: number, limit: number): Promise<number>
}
