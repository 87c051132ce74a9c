import { isJsonObject, type Json } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import type { Column } from '../table-store.ts'
import type { KeptColumn } from './kept-table.ts'
import type { Cell } from './table-row.ts'

const recordId = /^[0-9a-f]{24}$/
/** A date alone, or with a time and its zone: without a zone nobody could say which moment is meant. */
const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

export function isRecordId(value: unknown): value is string {
  return typeof value === 'string' && recordId.test(value)
}

/** The value as it is kept in this column. Throws `RECORD_INVALID` for one of another type, naming both. */
export function readCell(column: Pick<Column, 'name' | 'type' | 'table'>, value: Exclude<Json, null>): Cell {
  const cell = asCell(column, value)
  if (cell !== undefined) return cell
  throw invalidCell(column, value)
}

export function invalidCell({ name, type }: Pick<Column, 'name' | 'type'>, value: Exclude<Json, null>): StoreError {
  return new StoreError(
    'RECORD_INVALID',
    `"${name}" takes ${type === 'string' && typeof value !== 'string' ? 'text' : wanted[type]}, not ${shown(value)}.`,
  )
}

/** The value as it is kept in this column; undefined where it does not fit. */
export function asCell(column: Pick<Column, 'name' | 'type'>, value: Exclude<Json, null>): Cell | undefined {
  switch (column.type) {
    case 'string':
      return typeof value === 'string' && isKeepable(value) ? value : undefined
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined // -0 is 0, as in JSON text.
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'date':
      return typeof value === 'string' ? readDate(value) : undefined
    case 'json':
      return value
    case 'file':
      return isJsonObject(value) && typeof value.fileId === 'string' && typeof value.name === 'string' ? value : undefined
    case 'pointer':
      return readPointer(value)
    case 'geoPoint':
      return readGeoPoint(value)
    case 'relation':
      return undefined
  }
}

/** As everybody sees it. */
export function showCell(column: Pick<KeptColumn, 'type'>, cell: Cell): Json {
  return column.type === 'date' ? new Date(Number(cell)).toISOString() : cell
}

function readDate(text: string): number | undefined {
  const at = isoDate.test(text) && isInCalendar(text) ? Date.parse(text) : Number.NaN
  return asDate(at)
}

/** In the years from 1 to 9999: later ones are shown in a way in which nobody could give them back, and other databases have no year 0. */
export function asDate(at: number): number | undefined {
  return Number.isInteger(at) && at >= firstDate && at <= lastDate ? at : undefined
}

const firstDate = Date.parse('0001-01-01')
const lastDate = Date.parse('9999-12-31T23:59:59.999Z')

/** `Date.parse` takes February 30th for March 2nd. */
function isInCalendar(text: string): boolean {
  const [day = ''] = text.split('T')
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().split('T')[0] === day
}

/** An id, or a record of which only the id is of interest. */
export function readPointer(value: Json): string | undefined {
  const id = isJsonObject(value) ? value.id : value
  return isRecordId(id) ? id : undefined
}

export function readGeoPoint(value: Json): { readonly latitude: number; readonly longitude: number } | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 2) return undefined
  const { latitude, longitude } = value
  const isThere = isWithin(latitude, 90) && isWithin(longitude, 180)
  return isThere ? { latitude: latitude + 0, longitude: longitude + 0 } : undefined
}

function isWithin(value: Json | undefined, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most
}

/** Databases end a text at U+0000 or refuse it, and turn half a character into another one. */
function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

const wanted = {
  string: 'text (without the character U+0000)',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as "2027-03-01" or "2027-03-01T09:30:00Z"',
  json: 'any JSON',
  file: 'the handle of a file',
  pointer: 'the id of a record, 24 characters of 0-9 and a-f',
  geoPoint: '{ latitude, longitude } in degrees',
  relation: 'a list of ids of records',
} as const

function shown(value: Json): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 60))}` : JSON.stringify(value)
}
