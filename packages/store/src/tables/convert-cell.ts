import type { Json } from '@millrace/engine'
import type { ColumnType } from '../table-store.ts'
import { asCell, asDate, showCell } from './cell.ts'
import type { KeptColumn } from './kept-table.ts'
import type { Cell } from './table-row.ts'

/** The same value in a column of another type; undefined where something would be lost. */
export function convertCell(from: KeptColumn, to: KeptColumn, cell: Cell): Cell | undefined {
  const value = showCell(from, cell)
  if (value === null) return undefined
  switch (to.type) {
    case 'string':
      return asCell(to, typeof value === 'string' ? value : JSON.stringify(value))
    case 'number':
      return toNumber(from.type, value, cell)
    case 'boolean':
      return toBoolean(value)
    case 'date':
      return typeof value === 'number' ? asDate(value) : asCell(to, value)
    default:
      return asCell(to, value)
  }
}

function toNumber(from: ColumnType, value: Json, cell: Cell): number | undefined {
  if (typeof cell === 'number' && from === 'date') return cell
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return value
  // As JSON writes numbers: '0x10', ' 7' and '007' are texts that would not come back as they were.
  return typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? finite(Number(value)) : undefined
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number + 0 : undefined
}

function toBoolean(value: Json): boolean | undefined {
  if (value === true || value === 'true' || value === 1) return true
  return value === false || value === 'false' || value === 0 ? false : undefined
}
