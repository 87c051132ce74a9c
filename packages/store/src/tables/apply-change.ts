import { assertNever, type Json } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import type { ChangeLoss, Column, ColumnChange } from '../table-store.ts'
import { assertNotOwner, withAccess } from './access-rules.ts'
import { readCell, showCell } from './cell.ts'
import { everything } from './condition.ts'
import { convertCell } from './convert-cell.ts'
import { isSameJson } from './is-same-json.ts'
import { columnOf, type KeptColumn, type KeptTable, unknownColumn } from './kept-table.ts'
import { addColumn, assertColumn } from './new-column.ts'
import { byId, type SortKey } from './sort-order.ts'
import type { TableEngine } from './table-engine.ts'
import { assertColumnName, assertTableName } from './table-names.ts'
import type { Cell, TableRow } from './table-row.ts'
import { pagesOf } from './walk-rows.ts'

export interface Applied {
  readonly table: KeptTable
  readonly loss?: Omit<ChangeLoss, 'change'>
}

const mostExamples = 10

/** Makes one change of a table, records and all, inside of a transaction. */
export function applyChange(engine: TableEngine, table: KeptTable, change: ColumnChange): Applied {
  switch (change.type) {
    case 'add':
      return add(engine, table, change.column)
    case 'rename':
      return rename(engine, table, change.column, change.to)
    case 'remove':
      return remove(engine, table, movable(table, change.column))
    case 'retype':
      return retype(engine, table, movable(table, change.column), change)
    case 'set':
      return setColumn(engine, table, change)
    case 'rename-table':
      return renameTable(engine, table, change.to)
    case 'lock':
    case 'unlock':
      return { table: replaced(engine, table, { ...table, isLocked: change.type === 'lock' }) }
    case 'access':
      return { table: replaced(engine, table, withAccess(table, change.access)) }
    default:
      return assertNever(change)
  }
}

function replaced({ catalog }: TableEngine, before: KeptTable, table: KeptTable): KeptTable {
  catalog.replace(table, before)
  return table
}

function withColumn(table: KeptTable, next: KeptColumn): KeptTable {
  return { ...table, columns: table.columns.map((column) => (column.id === next.id ? next : column)) }
}

function kept(table: KeptTable, name: string): KeptColumn {
  const column = columnOf(table, name)
  if (column === undefined) throw unknownColumn(table, name)
  return column
}

/** A column that is not held where it is. */
function movable(table: KeptTable, name: string): KeptColumn {
  const column = kept(table, name)
  assertNotOwner(table, column)
  return column
}

function add(engine: TableEngine, table: KeptTable, column: Column): Applied {
  const { required, ...optional } = column
  // It is required once every record has the default.
  const added = replaced(engine, table, addColumn(table, optional))
  assertColumn(column)
  return required === true ? set(engine, added, kept(added, column.name), { required }) : { table: added }
}

function rename(engine: TableEngine, table: KeptTable, name: string, to: string): Applied {
  assertColumnName(to)
  if (columnOf(table, to) !== undefined) throw new StoreError('COLUMN_INVALID', `Table "${table.name}" has a column "${to}" already.`)
  return { table: replaced(engine, table, withColumn(table, { ...movable(table, name), name: to })) }
}

/** What points to it by its old name is pointed to the new one. */
function renameTable(engine: TableEngine, table: KeptTable, to: string): Applied {
  assertTableName(to)
  const { catalog } = engine
  if (catalog.find(table.account, to) !== undefined) throw new StoreError('TABLE_EXISTS', `There is a table "${to}" already.`)
  const leadTo = (one: KeptTable) => ({
    ...one,
    columns: one.columns.map((column) => (column.table === table.name ? { ...column, table: to } : column)),
  })
  for (const other of catalog.list(table.account, '', 10_000)) {
    if (other.id !== table.id && other.columns.some((column) => column.table === table.name)) catalog.replace(leadTo(other), other)
  }
  return { table: replaced(engine, table, { ...leadTo(table), name: to }) }
}

function remove(engine: TableEngine, table: KeptTable, column: KeptColumn): Applied {
  const loss =
    column.type === 'relation' ? linksLost(engine, table, column) : cellsWhere(engine, table, column, (cell) => cell !== undefined)
  const columns = table.columns.filter(({ id }) => id !== column.id)
  return withLoss(replaced(engine, table, { ...table, columns }), loss, true)
}

function linksLost({ links }: TableEngine, table: KeptTable, column: KeptColumn): Lost {
  const owners = links.owners(table, column, undefined)
  return { count: owners.length, examples: owners.slice(0, mostExamples).map((id) => ({ id, value: column.name })) }
}

type Lost = Pick<ChangeLoss, 'count' | 'examples'>

function withLoss(table: KeptTable, loss: Lost, isDiscardable: boolean): Applied {
  return loss.count === 0 ? { table } : { table, loss: { ...loss, isDiscardable } }
}

/** The new column is another one, so that each cell is written in its type; then the old one goes. */
function retype(
  engine: TableEngine,
  table: KeptTable,
  column: KeptColumn,
  to: { readonly to: Column['type']; readonly table?: string },
): Applied {
  if (column.type === to.to && column.table === to.table) return { table }
  if (column.type === 'relation' || to.to === 'relation') {
    throw new StoreError(
      'COLUMN_INVALID',
      `"${column.name}": a relation cannot become something else, nor something else a relation. Add another column.`,
    )
  }
  const { default: value, required, unique, index, search, table: _, ...rest } = column
  const next: KeptColumn = { ...rest, id: table.nextColumn, type: to.to, ...(to.table !== undefined && { table: to.table }) }
  assertColumn(next)
  const both = replaced(engine, table, { ...table, columns: [...table.columns, next], nextColumn: table.nextColumn + 1 })
  const loss = convertAll(engine, both, column, next)
  const columns = table.columns.map((one) => (one.id === column.id ? next : one))
  const only = replaced(engine, both, { ...both, columns })
  const fitting = value === undefined ? {} : { default: convertDefault(column, next, value) }
  const again = set(engine, only, next, { ...truthy({ required, unique, index, search }), ...fitting })
  return again.loss === undefined ? withLoss(again.table, loss, true) : again
}

/** One that does not fit stays, and is refused. */
function convertDefault(from: KeptColumn, to: KeptColumn, value: Json): Json {
  const cell = value === null ? undefined : convertCell(from, to, readCell(from, value))
  return cell === undefined ? value : showCell(to, cell)
}

function truthy(flags: Readonly<Record<string, true | undefined>>): Readonly<Record<string, true>> {
  return Object.fromEntries(Object.entries(flags).flatMap(([name, flag]) => (flag === true ? [[name, flag]] : [])))
}

function convertAll(engine: TableEngine, table: KeptTable, from: KeptColumn, to: KeptColumn): Lost {
  return cellsWhere(engine, table, from, (cell, row) => {
    if (cell === undefined) return false
    const converted = convertCell(from, to, cell)
    if (converted === undefined) return true
    engine.rows.replace(table, { ...row, cells: new Map(row.cells).set(to.id, converted) }, row)
    return false
  })
}

function setColumn(
  engine: TableEngine,
  table: KeptTable,
  { column, type: _, ...setting }: Extract<ColumnChange, { type: 'set' }>,
): Applied {
  return set(engine, table, kept(table, column), setting)
}

interface Setting {
  readonly required?: boolean
  readonly unique?: boolean
  readonly index?: boolean
  readonly search?: boolean
  readonly default?: Json
}

function set(engine: TableEngine, table: KeptTable, column: KeptColumn, setting: Setting): Applied {
  const next = settingOf(column, setting)
  assertColumn(next)
  const loss = lossOfSetting(engine, table, column, next)
  if (loss !== undefined && loss.count > 0) return withLoss(table, loss, false)
  return { table: replaced(engine, table, withColumn(table, next)) }
}

function settingOf(column: KeptColumn, setting: Setting): KeptColumn {
  const { required, unique, index, search, default: given, ...rest } = { ...column, ...setting }
  const flags = truthy({
    required: required || undefined,
    unique: unique || undefined,
    index: index || undefined,
    search: search || undefined,
  })
  return { ...rest, ...flags, ...(given !== undefined && given !== null && { default: given }) }
}

/** What stands against the column being required or unique. Empty cells of a required one take its default. */
function lossOfSetting(engine: TableEngine, table: KeptTable, before: KeptColumn, next: KeptColumn): Lost | undefined {
  if (next.required === true && before.required !== true) {
    const filler = next.default === undefined ? undefined : readCell(next, next.default as Exclude<Json, null>)
    const empty = cellsWhere(engine, table, next, (cell, row) => cell === undefined && !fill(engine, table, row, next, filler))
    if (empty.count > 0) return empty
  }
  return next.unique === true && before.unique !== true ? repeatedCells(engine, table, next) : undefined
}

function fill({ rows }: TableEngine, table: KeptTable, row: TableRow, column: KeptColumn, cell: Cell | undefined): boolean {
  if (cell === undefined) return false
  rows.replace(table, { ...row, cells: new Map(row.cells).set(column.id, cell) }, row)
  return true
}

function repeatedCells(engine: TableEngine, table: KeptTable, column: KeptColumn): Lost {
  const sort: readonly SortKey[] = [{ column, isDescending: false }, ...byId]
  let last: Cell | undefined
  return cellsWhere(
    engine,
    table,
    column,
    (cell) => {
      const isRepeated = cell !== undefined && last !== undefined && isSameJson(cell, last)
      last = cell
      return isRepeated
    },
    sort,
  )
}

/** Counts the records of which this is so, looking at each once. */
function cellsWhere(
  engine: TableEngine,
  table: KeptTable,
  column: KeptColumn,
  isSo: (cell: Cell | undefined, row: TableRow) => boolean,
  sort = byId,
): Lost {
  let count = 0
  const examples: { readonly id: string; readonly value: Json }[] = []
  for (const page of pagesOf(engine, { table, where: everything, sort })) {
    for (const row of page) {
      const cell = row.cells.get(column.id)
      if (!isSo(cell, row)) continue
      count += 1
      if (examples.length < mostExamples) examples.push({ id: row.id, value: cell === undefined ? null : showCell(column, cell) })
    }
  }
  return { count, examples }
}
