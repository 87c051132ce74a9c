import type { Json, JsonObject } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import { asCell } from './cell.ts'

/** When the record was made and changed: now, or what one from elsewhere brings. */
export function readTimes({ createdAt, updatedAt }: JsonObject, at: number): { readonly createdAt: number; readonly updatedAt: number } {
  const created = readTime('createdAt', createdAt) ?? at
  return { createdAt: created, updatedAt: readTime('updatedAt', updatedAt) ?? Math.max(created, at) }
}

function readTime(name: string, value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return undefined
  const cell = asCell({ name, type: 'date' }, value)
  if (typeof cell === 'number') return cell
  throw new StoreError('RECORD_INVALID', `"${name}" takes a date such as "2027-03-01T09:30:00Z": leave it out for now.`)
}
