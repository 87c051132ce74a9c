import type { Json, JsonObject } from '@millrace/engine'

/**
 * Binary data as the log and expressions know it: a name for bytes kept elsewhere, never a path. Ids are random, 128 bits, and mean
 * something only within their account, so that a handle that somebody made up opens nothing.
 */
export type FileHandle = {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  /** Of the content, in hex. */
  readonly sha256: string
}

export type FileContent = Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/** The account's binary data. */
export interface Files {
  /**
   * Resolves when the content is on disk. Rejects with fatal `FILE_TOO_LARGE` past the instance's limit; nothing is kept then. What a step
   * writes goes with its execution; what `stays` is there until somebody deletes it.
   */
  write(content: FileContent, about?: { readonly name?: string; readonly mediaType?: string; readonly stays?: true }): Promise<FileHandle>
  /** Rejects with fatal `FILE_MISSING` for a handle that is not one of this account's. */
  read(handle: Pick<FileHandle, 'fileId'>): Promise<ReadableStream<Uint8Array>>
}

/** Whose the key is: all executions of the workflow share it, or all of the account. */
export type ValueScope = 'workflow' | 'account'

export interface ValueChange<Result> {
  /** What is kept from now on; undefined deletes the key. */
  readonly value: Json | undefined
  /** For how long; for ever when left out. */
  readonly ttlMs?: number
  readonly result: Result
}

/** A durable key-value space. A value that has outlived its time counts as missing. */
export interface Values {
  get(scope: ValueScope, key: string): Promise<Json | undefined>
  set(scope: ValueScope, key: string, value: Json, options?: { readonly ttlMs?: number }): Promise<void>
  /** Whether there was one. */
  delete(scope: ValueScope, key: string): Promise<boolean>
  /** Sorted by key. */
  list(
    scope: ValueScope,
    page: { readonly prefix?: string; readonly limit: number; readonly cursor?: string },
  ): Promise<{ readonly items: readonly { readonly key: string; readonly value: Json }[]; readonly nextCursor?: string }>
  /** Reads and writes with nothing in between. `change` may be called again when another writer came first. */
  update<Result>(scope: ValueScope, key: string, change: (current: Json | undefined) => ValueChange<Result>): Promise<Result>
}

/** Which records of a table, in which order, and how much of them. */
export interface RecordQuery {
  readonly where?: JsonObject
  /** Names of columns, `-` before one for the other way round. */
  readonly sort?: readonly string[]
  readonly limit: number
  readonly skip?: number
  readonly cursor?: string
  readonly select?: readonly string[]
  readonly include?: readonly string[]
}

/** One write of records. */
export type RecordWrite =
  | { readonly type: 'insert'; readonly table: string; readonly record: JsonObject }
  | { readonly type: 'update'; readonly table: string; readonly id: string; readonly changes: JsonObject }
  | { readonly type: 'update-where'; readonly table: string; readonly where: JsonObject; readonly changes: JsonObject }
  | { readonly type: 'upsert'; readonly table: string; readonly by: string; readonly record: JsonObject }
  | { readonly type: 'delete'; readonly table: string; readonly id: string }
  | { readonly type: 'delete-where'; readonly table: string; readonly where: JsonObject }
  | { readonly type: 'increment'; readonly table: string; readonly id: string; readonly by: Readonly<Record<string, number>> }
  | {
      readonly type: 'add-relation' | 'remove-relation'
      readonly table: string
      readonly id: string
      readonly column: string
      readonly targets: readonly string[]
    }

/** What a write gave: the record as it is now (for a delete, as it was), or how many there were. */
export type RecordWritten = { readonly record: JsonObject; readonly isNew?: boolean } | { readonly count: number }

export type RecordMetric =
  | { readonly count: true }
  | { readonly sum: string }
  | { readonly avg: string }
  | { readonly min: string }
  | { readonly max: string }
  | { readonly distinct: string }

export interface RecordAggregate {
  readonly where?: JsonObject
  readonly groupBy?: readonly string[]
  readonly metrics: Readonly<Record<string, RecordMetric>>
}

/** A person, or a program, as whom a step acts on tables: their access rules say what it sees and may do. Null is who is not signed in. */
export interface Principal {
  readonly id: string | null
  readonly roles: readonly string[]
}

/** The account's own tables. What does not fit rejects as fatal, with a `TABLE_…`, `COLUMN_…` or `RECORD_…` code. */
export interface Tables extends Records {
  /** The records as this principal may see and write them. */
  as(principal: Principal): Records
}

/** Records, read and written. */
export interface Records {
  record(table: string, id: string, view: Pick<RecordQuery, 'select' | 'include'>): Promise<JsonObject | undefined>
  query(table: string, query: RecordQuery): Promise<{ readonly items: readonly JsonObject[]; readonly nextCursor?: string }>
  count(table: string, where?: JsonObject): Promise<number>
  aggregate(table: string, query: RecordAggregate): Promise<readonly JsonObject[]>
  /** All in one transaction. With the same key again nothing is written, and the results are those of the first time. */
  write(writes: readonly RecordWrite[], key: string): Promise<readonly RecordWritten[]>
}

/** A connection with its credentials readable, for protocols other than HTTP. */
export interface OpenConnection {
  readonly name: string
  readonly type: string
  /** Parsed by the type's schema. Its secret fields are masked in all that the step leaves. */
  readonly values: JsonObject
  /** Changes whenever the connection is edited: part of the key of what is kept open with it. */
  readonly revision: string
}

/** The account's connections, of the types that the node type lists. */
export interface Connections {
  /** Rejects with fatal `CONNECTION_MISSING` or `CONNECTION_UNFIT`. */
  open(name: string): Promise<OpenConnection>
  /**
   * The guarded fetch, with the connection's credentials added on the way to each host that the connection names, redirects included. A
   * request to any other host is refused as fatal `CONNECTION_HOST`. The node never holds the credentials.
   */
  fetch(name: string): Promise<typeof globalThis.fetch>
}

export interface GuestCall {
  /** The body of an async function. */
  readonly code: string
  /** A script that runs before it: the packages the code imports, bundled. */
  readonly modules?: string
  readonly input: Json
  readonly timeoutMs: number
  readonly memoryMb: number
  /** More plain data, put in scope by name. */
  readonly context?: JsonObject
}

export interface GuestAnswer {
  readonly output: Json
  readonly port?: string
  readonly logs: readonly { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string; readonly data?: Json }[]
}

/** Runs users' code behind the sandbox's two boundaries. The only way to run any. */
export interface Guest {
  run(call: GuestCall): Promise<GuestAnswer>
}

/** Clients that outlive a step, such as a pool of database sockets: shared within the account, closed when idle and when the server stops. */
export interface Clients {
  share<Client>(key: string, open: () => Promise<{ readonly client: Client; readonly close: () => Promise<void> }>): Promise<Client>
}

export interface ResolvedHost {
  readonly address: string
  readonly family: 4 | 6
}

/** The account's events. */
export interface Events {
  /**
   * Resolves when the event is on disk; whoever listens for it hears of it then. A step's event has an id that follows from the step, so that
   * a repeated attempt sends it once. Rejects with fatal `EVENT_TOO_DEEP` where too many events in a row have led to it.
   */
  emit(event: { readonly name: string; readonly data: Json }): Promise<{ readonly id: string }>
}

export interface DiskFile {
  /** Under its folder, with `/` between folders. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Milliseconds since 1970, as whoever made the file may have set it. */
  readonly modifiedAt: number
  /** When anything about it was changed last, by the clock of the machine: nobody can set that. */
  readonly changedAt: number
}

/** The folders of the machine that its configuration hands to workflows, by name. All that fails is fatal, with a code that begins with `DISK_`. */
export interface Disk {
  /** Files only, in no order; what links lead to is left out. Rejects with `DISK_TOO_MANY` beyond so many entries. */
  list(
    folder: string,
    options: { readonly matches: (name: string) => boolean; readonly isDeep: boolean; readonly mostEntries?: number },
  ): Promise<readonly DiskFile[]>
  /** Rejects with `DISK_MISSING` or, past the instance's limit for files, `FILE_TOO_LARGE`. */
  read(folder: string, name: string): Promise<DiskFile & { readonly content: ReadableStream<Uint8Array> }>
  /** Whole or not at all; makes the folders on the way. Rejects with `DISK_EXISTS` unless it may replace. */
  write(folder: string, name: string, content: FileContent, options: { readonly replaces: boolean }): Promise<DiskFile>
  /** Rejects with `DISK_EXISTS` unless it may replace, and with `DISK_ELSEWHERE` where the other folder lies on another disk. */
  move(folder: string, name: string, to: { readonly folder: string; readonly name: string; readonly replaces: boolean }): Promise<DiskFile>
  /** Whether there was one. */
  delete(folder: string, name: string): Promise<boolean>
}

/** What a step may reach beyond its parameters and the guarded fetch, each part made when it is first asked for. */
export interface NodeHost {
  readonly files: Files
  readonly values: Values
  readonly tables: Tables
  readonly connections: Connections
  readonly guest: Guest
  readonly events: Events
  readonly clients: Clients
  readonly disk: Disk
  /**
   * The address to connect a socket to, checked as the guarded fetch checks it; fatal `EGRESS_REFUSED` otherwise. Connect to exactly this
   * address and give the host's name to TLS alone: a second look-up could answer differently.
   */
  resolveHost(host: string, port: number): Promise<ResolvedHost>
  /** A folder of the account alone, for what must be a file of its own, such as a user's SQLite database. Never shown to users. */
  folder(name: string): Promise<string>
}
