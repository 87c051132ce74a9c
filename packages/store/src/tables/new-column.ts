import { StoreError } from '../errors.ts'
import type { Column } from '../table-store.ts'
import { readCell } from './cell.ts'
import { isOrdered } from './column-rules.ts'
import { columnOf, type KeptColumn, type KeptTable } from './kept-table.ts'
import { assertColumnName, assertTableName } from './table-names.ts'

const mostColumns = 200
const types: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'date', 'json', 'file', 'pointer', 'relation', 'geoPoint'])

/** The table with one more column. Throws `COLUMN_INVALID` for one that cannot be, and `TABLE_LIMIT`. */
export function addColumn(table: KeptTable, column: Column): KeptTable {
  assertColumn(column)
  if (columnOf(table, column.name) !== undefined) {
    throw new StoreError('COLUMN_INVALID', `Table "${table.name}" has a column "${column.name}" already: rename one of them.`)
  }
  if (table.columns.length >= mostColumns) {
    throw new StoreError(
      'TABLE_LIMIT',
      `Table "${table.name}" has ${mostColumns} columns, which is the most: keep more in one of type json.`,
    )
  }
  const kept: KeptColumn = { id: table.nextColumn, ...column }
  return { ...table, columns: [...table.columns, kept], nextColumn: table.nextColumn + 1 }
}

/** Everything that is said of the column goes together. */
export function assertColumn(column: Column): void {
  const { name, type, table, required, unique, index, search } = column
  assertColumnName(name)
  const refuse = (reason: string): never => {
    throw new StoreError('COLUMN_INVALID', `Column "${name}" cannot be: ${reason}.`)
  }
  if (!types.has(type)) refuse(`there is no type "${String(type).slice(0, 40)}", only ${[...types].join(', ')}`)
  const leads = type === 'pointer' || type === 'relation'
  if (leads && table === undefined) refuse(`a ${type} needs the table that it leads to`)
  if (!leads && table !== undefined) refuse(`only a pointer or a relation leads to a table`)
  if (table !== undefined) assertTableName(table)
  if (type === 'relation' && required === true) refuse('a relation is empty at first, so that it cannot be required')
  if (type === 'relation' && column.default !== undefined) refuse('a relation is empty at first, so that it has no default')
  if (unique === true && (!isOrdered(type) || type === 'boolean')) refuse(`one of type ${type} cannot be unique`)
  if (index === true && !isOrdered(type)) refuse(`one of type ${type} cannot be indexed`)
  if (search === true && type !== 'string') refuse('only words of text can be searched')
  assertDefault(column)
}

function assertDefault(column: Column): void {
  const { default: value, name } = column
  if (value === undefined) return
  if (value === null) throw new StoreError('COLUMN_INVALID', `Column "${name}": leave "default" out instead of null.`)
  try {
    readCell(column, value)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreError('COLUMN_INVALID', `The default of column "${name}" does not fit: ${reason}`, cause)
  }
}
