import type { Json, JsonObject } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import { leastBytes } from '../least-bytes.ts'
import type { OperationResult, TableOperation } from '../table-store.ts'
import { ownerOf } from './access-rules.ts'
import { isRecordId, readCell } from './cell.ts'
import { inferColumn } from './infer-column.ts'
import { columnOf, type KeptColumn, type KeptTable, unknownColumn } from './kept-table.ts'
import { addColumn } from './new-column.ts'
import { ownField } from './own-field.ts'
import type { Permit } from './permit.ts'
import { assertRequired, type Fields, readFields } from './read-fields.ts'
import { readTimes } from './read-times.ts'
import type { RowChanges } from './row-changes.ts'
import { setLinks } from './set-links.ts'
import type { TableEngine } from './table-engine.ts'
import { quoted } from './table-names.ts'
import { type Cell, recordOf, type TableRow } from './table-row.ts'

const largestRecordBytes = 10 * 1024 * 1024

export interface Writer {
  readonly engine: TableEngine
  readonly permit: Permit
  readonly changes: RowChanges
  readonly account: string
  readonly at: number
  readonly adds: 'nothing' | undefined
  nextId(at: number): string
  /** The table, made if there is none. */
  tableFor(name: string): KeptTable
  /** Throws `TABLE_UNKNOWN`. */
  tableOf(name: string): KeptTable
}

type Of<Type extends TableOperation['type']> = Extract<TableOperation, { readonly type: Type }>

export function insertRecord(writer: Writer, { table: name, record }: Pick<Of<'insert'>, 'table' | 'record'>): OperationResult {
  const table = writer.tableFor(name)
  writer.permit.assertMay(table, 'create')
  const { table: widened, cells, links } = keepColumns(writer, table, readFields(table, record))
  const row = newRow(writer, widened, cells, record)
  writer.changes.insert(widened, row, setLinks(writer.engine, widened, row.id, links))
  return { record: writer.permit.show(widened, row), isNew: true }
}

function newRow(writer: Writer, table: KeptTable, given: Fields['cells'], record: JsonObject): TableRow {
  const cells = new Map<number, Cell>()
  for (const column of table.columns) {
    const cell = given.has(column.id) ? given.get(column.id) : defaultOf(column)
    if (cell !== undefined) cells.set(column.id, cell)
  }
  own(writer.permit, table, cells, record)
  return { id: idFor(writer, table, record), ...readTimes(record, writer.at), cells }
}

/** Who makes a record owns it, and sets nothing else that is set by itself: only the operator brings records from elsewhere. */
function own({ principal }: Permit, table: KeptTable, cells: Map<number, Cell>, record: JsonObject): void {
  const owner = ownerOf(table)
  if (principal === undefined || owner === undefined) return
  const set = ['id', 'createdAt', 'updatedAt'].find((name) => record[name] !== undefined)
  const given = ownField(record, owner.name)
  if (set !== undefined || (given !== null && given !== principal.id)) {
    throw new StoreError('RECORD_INVALID', `"${set ?? owner.name}" of a new record is set by itself: leave it out.`)
  }
  if (principal.id === null) cells.delete(owner.id)
  else cells.set(owner.id, principal.id)
}

function defaultOf(column: KeptColumn): Cell | undefined {
  return column.default === undefined || column.default === null ? undefined : readCell(column, column.default)
}

/** A record that comes from elsewhere keeps its id, so that what points to it still does. */
function idFor({ engine, nextId, at }: Writer, table: KeptTable, { id }: JsonObject): string {
  if (id === undefined) return nextId(at)
  if (!isRecordId(id))
    throw new StoreError(
      'RECORD_INVALID',
      `${JSON.stringify(id).slice(0, 60)} is no id: leave it out, or give 24 characters of 0-9 and a-f.`,
    )
  if (engine.rows.get(table, id) === undefined) return id
  throw new StoreError('RECORD_EXISTS', `Table "${table.name}" has a record ${id} already: update it, or leave the id out.`)
}

export function updateRecord(writer: Writer, { table: name, id, changes }: Of<'update'>): OperationResult {
  const table = writer.tableOf(name)
  return changeRow(writer, table, rowOf(writer, table, id), changes)
}

export function upsertRecord(writer: Writer, { table: name, by, record }: Of<'upsert'>): OperationResult {
  const value = ownField(record, by)
  if (value === null) throw new StoreError('RECORD_INVALID', `The record has no "${by}", by which it would be found: give it.`)
  const table = withKeyColumn(writer, writer.tableFor(name), by, value)
  const column = uniqueColumn(table, by)
  const id = writer.engine.rows.idWith(table, column, readCell(column, value))
  const row = id === undefined ? undefined : writer.engine.rows.get(table, id)
  // One that is not seen stands in the way as in that of any new record.
  if (row === undefined || !writer.permit.sees(table, row)) return insertRecord(writer, { table: name, record })
  return changeRow(writer, table, row, record)
}

/** What records are known by is unique from the start; a column that is there is left as it is. */
function withKeyColumn(writer: Writer, table: KeptTable, name: string, value: Exclude<Json, null>): KeptTable {
  if (columnOf(table, name) !== undefined || table.isLocked) return table
  const widened = addColumn(table, { ...inferColumn(name, value), unique: true })
  return keepColumns(writer, table, { table: widened, cells: new Map(), links: new Map() }).table
}

function uniqueColumn(table: KeptTable, name: string): KeptColumn {
  const column = columnOf(table, name)
  if (column === undefined) throw unknownColumn(table, name)
  if (column.unique === true) return column
  throw new StoreError(
    'COLUMN_INVALID',
    `Column "${name}" of table "${table.name}" is not unique, so that it names no single record: set "unique" on it.`,
  )
}

export function deleteRecord(writer: Writer, { table: name, id }: Of<'delete'>): OperationResult {
  const table = writer.tableOf(name)
  const row = rowOf(writer, table, id)
  writer.permit.assertMay(table, 'delete', row)
  writer.changes.remove(table, row)
  return { record: recordOf(table, row) }
}

export function incrementRecord(writer: Writer, { table: name, id, by }: Of<'increment'>): OperationResult {
  const table = writer.tableOf(name)
  const row = rowOf(writer, table, id)
  writer.permit.assertMay(table, 'update', row)
  return changeRow(
    writer,
    table,
    row,
    Object.fromEntries(Object.entries(by).map(([field, amount]) => [field, sumOf(table, row, field, amount)])),
  )
}

function sumOf(table: KeptTable, row: TableRow, field: string, amount: number): number {
  const column = columnOf(table, field)
  if (column !== undefined && column.type !== 'number') {
    throw new StoreError('RECORD_INVALID', `"${field}" is of type ${column.type}, so nothing can be added to it.`)
  }
  const sum = Number(column === undefined ? 0 : (row.cells.get(column.id) ?? 0)) + amount
  if (Number.isFinite(sum)) return sum
  throw new StoreError('RECORD_INVALID', `"${field}" of record ${row.id} would become ${sum}, which is no number that can be kept.`)
}

/** The row with these fields; one in which nothing changes is left as it is, and nobody is told. */
export function changeRow(writer: Writer, table: KeptTable, row: TableRow, changes: JsonObject): OperationResult {
  writer.permit.assertMay(table, 'update', row)
  assertSystemFields(writer.permit, table, row, changes)
  const { table: widened, cells: given, links } = keepColumns(writer, table, readFields(table, changes))
  const changed = setLinks(writer.engine, widened, row.id, links)
  const cells = new Map(row.cells)
  for (const [column, cell] of given) {
    if (cell === undefined) cells.delete(column)
    else cells.set(column, cell)
  }
  const next = { ...row, updatedAt: Math.max(writer.at, row.updatedAt), cells }
  return { record: writer.permit.show(widened, writer.changes.replace(widened, next, row, changed)), isNew: false }
}

/** Whoever reads a record, changes it and sends all of it back may; but what it was must be what it is. */
function assertSystemFields({ principal }: Permit, table: KeptTable, row: TableRow, changes: JsonObject): void {
  const record = recordOf(table, row)
  const owner = principal === undefined ? undefined : ownerOf(table)
  for (const name of ['id', 'createdAt', 'updatedAt', ...(owner === undefined ? [] : [owner.name])]) {
    if (changes[name] === undefined || changes[name] === record[name]) continue
    const reason =
      name === 'updatedAt'
        ? `Record ${row.id} was changed at ${record[name]}: read it again, or leave "updatedAt" out.`
        : `${quoted(name)} of record ${row.id} is ${record[name]} and cannot be set: leave it out.`
    throw new StoreError('RECORD_INVALID', reason)
  }
}

/** Writes down the columns that the fields have added. */
function keepColumns({ engine, at, adds }: Writer, table: KeptTable, fields: Fields): Fields {
  if (fields.table === table) return fields
  if (adds === 'nothing') throw unknownColumn(table, fields.table.columns.at(-1)?.name ?? '')
  const widened = { ...fields.table, updatedAt: at }
  engine.catalog.replace(widened, table)
  return { ...fields, table: widened }
}

/** Throws `RECORD_UNKNOWN`, also for one that is not seen. */
export function rowOf({ engine, permit }: Writer, table: KeptTable, id: string): TableRow {
  const row = engine.rows.get(table, id)
  if (row === undefined || !permit.sees(table, row)) throw unknownRecord(table.name, id)
  return row
}

function unknownRecord(table: string, id: string): StoreError {
  return new StoreError('RECORD_UNKNOWN', `Table "${table}" has no record ${quoted(id)}.`)
}

/** What must hold of every row before it is written. */
export function assertRow(engine: TableEngine, permit: Permit, table: KeptTable, row: TableRow, before?: TableRow): void {
  assertRequired(table, row.cells)
  if (leastBytes([...row.cells.values()], largestRecordBytes) > largestRecordBytes) {
    throw new StoreError(
      'RECORD_TOO_LARGE',
      'The record is larger than 10 MiB: keep what is large as a file, and its handle in the record.',
    )
  }
  for (const column of table.columns) {
    const cell = row.cells.get(column.id)
    if (column.unique !== true || cell === undefined || cell === before?.cells.get(column.id)) continue
    const other = engine.rows.idWith(table, column, cell)
    if (other !== undefined && other !== row.id) {
      const who = permit.seesId(table, other) ? `record ${other}` : 'another record'
      throw new StoreError(
        'RECORD_EXISTS',
        `"${column.name}" is unique in table "${table.name}", and ${who} has ${JSON.stringify(cell).slice(0, 80)} already.`,
      )
    }
  }
}
