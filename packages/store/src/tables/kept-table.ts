import { nearestWord } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import type { Column, Table, TableAccess } from '../table-store.ts'

/** A column with its number, which stays when the name changes. Numbers below 0 are those of the columns that every table has. */
export interface KeptColumn extends Column {
  readonly id: number
}

/** A table as an adapter keeps it: its numbers, and no name, are what the database knows it by. */
export interface KeptTable {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly columns: readonly KeptColumn[]
  readonly isLocked: boolean
  readonly access?: TableAccess
  /** Numbers are given out once. */
  readonly nextColumn: number
  readonly createdAt: number
  readonly updatedAt: number
}

export const idColumn: KeptColumn = { id: -1, name: 'id', type: 'string', required: true, unique: true }
const createdAtColumn: KeptColumn = { id: -2, name: 'createdAt', type: 'date', required: true }
const updatedAtColumn: KeptColumn = { id: -3, name: 'updatedAt', type: 'date', required: true }
export const systemColumns = [idColumn, createdAtColumn, updatedAtColumn] as const

/** Without the numbers. */
export function tableOf({ name, columns, isLocked, access, createdAt, updatedAt }: KeptTable): Table {
  const shown = columns.map(({ id: _, ...column }) => column)
  return { name, columns: shown, isLocked, ...(access !== undefined && { access }), createdAt, updatedAt }
}

export function columnOf(table: KeptTable, name: string): KeptColumn | undefined {
  return table.columns.find((column) => column.name === name)
}

/** Any column, the system's too. Throws `COLUMN_UNKNOWN`. */
export function fieldOf(table: KeptTable, name: string): KeptColumn {
  const found = systemColumns.find((column) => column.name === name) ?? columnOf(table, name)
  if (found === undefined) throw unknownColumn(table, name)
  return found
}

export function unknownColumn(table: KeptTable, name: string): StoreError {
  const names = [...systemColumns, ...table.columns].map((column) => column.name)
  const near = nearestWord(name, names)
  const hint = near === undefined ? `It has ${names.slice(0, 20).join(', ')}.` : `Did you mean "${near}"?`
  return new StoreError('COLUMN_UNKNOWN', `Table "${table.name}" has no column ${JSON.stringify(name.slice(0, 80))}. ${hint}`)
}
