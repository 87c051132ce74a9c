import { isJsonObject, type Json } from '@millrace/engine'
import type { Column } from '../table-store.ts'
import { asCell, readGeoPoint } from './cell.ts'

/** The column that a value makes where there is none. Text is a date only when it is written as one is shown, so that nothing of it is lost. */
export function inferColumn(name: string, value: Exclude<Json, null>): Column {
  return { name, type: typeOf(value) }
}

function typeOf(value: Exclude<Json, null>): Column['type'] {
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean'
  if (typeof value === 'string') return isShownDate(value) ? 'date' : 'string'
  if (readGeoPoint(value) !== undefined) return 'geoPoint'
  return isJsonObject(value) && typeof value.sha256 === 'string' && asCell({ name: '', type: 'file' }, value) ? 'file' : 'json'
}

function isShownDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString() === text
}
