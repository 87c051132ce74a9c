import { StoreError } from '../errors.ts'
import type { NewEvent } from '../event-store.ts'
import type { OperationResult, Principal, TableChange, TableOperation, TableRecord, TableWrite } from '../table-store.ts'
import { createGroupedWrites } from './group-writes.ts'
import { decodeResults, encodeResults } from './kept-results.ts'
import type { LinkJournal } from './link-journal.ts'
import { makeTable } from './make-table.ts'
import { parseWhere } from './parse-where.ts'
import { createPermit, type Permit } from './permit.ts'
import { createRowChanges, type Told } from './row-changes.ts'
import type { TableEngine } from './table-engine.ts'
import { type NotedChange, toldChanges } from './told-changes.ts'
import { writeLinks } from './write-links.ts'
import { deleteRecord, incrementRecord, insertRecord, updateRecord, upsertRecord, type Writer } from './write-records.ts'
import { deleteWhere, type Found, findFirst, updateWhere } from './write-where.ts'

const mostOperations = 10_000

export type WriteTables = (account: string, write: TableWrite, principal?: Principal) => Promise<readonly OperationResult[]>

/** What a write stands on. */
export interface WriteGround {
  readonly engine: TableEngine
  readonly journal: LinkJournal
  nextId(at: number): string
  /** Inside of the transaction. */
  appendEvent(event: NewEvent): void
}

export function createWriteTables({ engine, journal, nextId, appendEvent }: WriteGround): WriteTables {
  const inGroup = createGroupedWrites(engine)
  let changesSoFar = 0
  const nextOrder = () => {
    changesSoFar += 1
    return changesSoFar
  }

  function writerFor(account: string, permit: Permit, { at, adds }: Pick<TableWrite, 'at' | 'adds'>, tell: Told['tell']): Writer {
    const tableOf = permit.findToWrite
    const made = (name: string) => engine.catalog.find(account, name) ?? makeTable(engine, account, { name, columns: [] }, at)
    // What a table looks like is the operator's.
    const addsOnly = permit.principal === undefined ? adds : 'nothing'
    const tableFor = addsOnly === 'nothing' ? tableOf : made
    return {
      engine,
      permit,
      account,
      at,
      adds: addsOnly,
      nextId,
      tableOf,
      tableFor,
      changes: createRowChanges(engine, { permit, account, at, nextOrder, tell }),
    }
  }

  function appendIfAny(event: NewEvent | undefined): void {
    if (event !== undefined) appendEvent(event)
  }

  return async (account, { operations, at, mode = 'together', key: given, request, adds, emits, tells }, principal) => {
    assertNotTooMany(operations)
    const permit = createPermit(engine, account, principal)
    const key = given === undefined ? undefined : keyOf(given, principal)
    const changes: NotedChange[] = []
    const tell = emits === undefined && tells === undefined ? undefined : (change: NotedChange) => void changes.push(change)
    const writer = writerFor(account, permit, { at, ...(adds && { adds }) }, tell)
    const found = await findBefore(writer, operations)
    let told: readonly TableChange[] = []
    const work = (): readonly OperationResult[] => {
      const known = key === undefined ? undefined : engine.keys.find(account, key)
      if (known !== undefined)
        return decodeResults(known, { operations, ...(request !== undefined && { request }) }, (table, id) =>
          showKept(engine, permit, account, table, id),
        )
      const results = operations.map((operation) =>
        mode === 'alone' ? attempt(writer, operation, found, changes) : apply(writer, operation, found),
      )
      if (key !== undefined) engine.keys.put(account, key, encodeResults(results, request), at)
      told = toldChanges(changes)
      journal.note(told)
      if (emits !== undefined) for (const change of told) appendIfAny(emits(change))
      return results
    }
    let written: readonly OperationResult[]
    try {
      written = await inGroup(work)
    } catch (error) {
      journal.forget(told)
      throw error
    }
    if (told.length > 0) tells?.(told)
    return written
  }
}

/** Nobody gets the results of another one's write by its key. */
function keyOf(key: string, principal: Principal | undefined): string {
  return principal === undefined ? key : `as:${JSON.stringify(principal.id)}:${key}`
}

/** Undefined where it has been deleted since. */
function showKept({ catalog, rows }: TableEngine, permit: Permit, account: string, name: string, id: string): TableRecord | undefined {
  const table = catalog.find(account, name)
  const row = table && rows.get(table, id)
  return table && row && permit.show(table, row)
}

/** A write by itself looks for its records page by page. Among others it looks inside of the transaction, where it sees what they have written. */
async function findBefore({ engine, account, permit }: Writer, operations: readonly TableOperation[]): Promise<Found | undefined> {
  const [only] = operations
  if (only === undefined || operations.length > 1 || !('where' in only)) return undefined
  const table = engine.catalog.find(account, only.table)
  if (table === undefined) return undefined
  permit.assertMay(table, only.type === 'update-where' ? 'update' : 'delete')
  return findFirst(engine, table, parseWhere(table, only.where, permit))
}

/** What an operation that fails would have told is not told. */
function attempt(writer: Writer, operation: TableOperation, found: Found | undefined, changes: NotedChange[]): OperationResult {
  const told = changes.length
  try {
    return writer.engine.attempt(() => apply(writer, operation, found))
  } catch (error) {
    changes.length = told
    // Whatever else goes wrong is of the store and not of this one operation.
    if (error instanceof StoreError && error.status < 500) return { error: { code: error.code, message: error.message } }
    throw error
  }
}

function apply(writer: Writer, operation: TableOperation, found: Found | undefined): OperationResult {
  switch (operation.type) {
    case 'insert':
      return insertRecord(writer, operation)
    case 'update':
      return updateRecord(writer, operation)
    case 'update-where':
      return updateWhere(writer, writer.tableOf(operation.table), operation.where, operation.changes, found)
    case 'upsert':
      return upsertRecord(writer, operation)
    case 'delete':
      return deleteRecord(writer, operation)
    case 'delete-where':
      return deleteWhere(writer, writer.tableOf(operation.table), operation.where, found)
    case 'increment':
      return incrementRecord(writer, operation)
    case 'add-relation':
    case 'remove-relation':
      return writeLinks(writer, operation)
  }
}

function assertNotTooMany(operations: readonly TableOperation[]): void {
  if (operations.length <= mostOperations) return
  throw new StoreError(
    'TABLE_LIMIT',
    `${operations.length} operations are more than ${mostOperations}, the most for one write: make several.`,
  )
}
