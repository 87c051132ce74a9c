import { isJsonObject, type Json } from '@millrace/engine'
import { readMoment } from '../date/read-moment.ts'

export const kinds = ['text', 'number', 'boolean', 'list', 'map', 'null'] as const

/** What a value is. A date is a text or a number that can be read as one. */
export type Kind = (typeof kinds)[number] | 'date'

export function kindOf(value: Json): Exclude<Kind, 'date'> {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (isJsonObject(value)) return 'map'
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
}

/** Milliseconds since 1970. A text without an offset counts as UTC, so that the answer is the same on every machine. */
export function readAt(value: Json | undefined): number | undefined {
  return value === undefined ? undefined : readMoment(value, 'utc')?.toMillis()
}

/** The value as one of these kinds, if it is one; if `loose`, also when it can be read as one. */
export function asKind(value: Json, kinds: readonly Kind[], loose: boolean): Json | undefined {
  if (kinds.includes('date') && readAt(value) !== undefined) return value
  if (kinds.includes(kindOf(value))) return value
  return loose ? converted(value, kinds) : undefined
}

function converted(value: Json, kinds: readonly Kind[]): Json | undefined {
  if (kinds.includes('number') && typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value)
  if (kinds.includes('text') && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (kinds.includes('boolean') && typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return undefined
}
