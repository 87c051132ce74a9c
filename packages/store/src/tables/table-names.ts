import { StoreError } from '../errors.ts'

const shape = /^[A-Za-z][A-Za-z0-9_]{0,62}$/
/** Columns that every table has, and words that mean something where the name of a column could stand. */
const reserved = new Set(['id', 'createdat', 'updatedat', 'and', 'or', 'nor', 'not', 'relatedto'])

export function assertTableName(name: string): void {
  if (shape.test(name)) return
  throw new StoreError('TABLE_NAME_INVALID', `${quoted(name)} cannot be the name of a table: ${rule}.`)
}

export function fitsColumnName(name: string): boolean {
  return shape.test(name) && !reserved.has(name.toLowerCase())
}

export function assertColumnName(name: string): void {
  if (!shape.test(name)) throw new StoreError('COLUMN_INVALID', `${quoted(name)} cannot be the name of a column: ${rule}.`)
  if (!reserved.has(name.toLowerCase())) return
  throw new StoreError('COLUMN_INVALID', `A column cannot be named "${name}", for that has a meaning of its own: choose another name.`)
}

const rule = 'use a letter and then up to 62 letters, digits and "_"'

export function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 80))
}
