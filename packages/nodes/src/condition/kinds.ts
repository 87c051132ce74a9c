import { isJsonObject, type Json } from '@millrace/engine'

/** What a value is. A date is a text or a number that can be read as one. */
export type Kind = 'text' | 'number' | 'boolean' | 'list' | 'map' | 'null' | 'date'

export function kindOf(value: Json): Exclude<Kind, 'date'> {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (isJsonObject(value)) return 'map'
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
}

/** A date as ISO 8601 writes it, its day alone counting as UTC, or milliseconds since 1970. */
export function readMoment(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : at
}

/** The value as one of these kinds, if it is one; if `loose`, also when it can be read as one. */
export function asKind(value: Json, kinds: readonly Kind[], loose: boolean): Json | undefined {
  if (kinds.includes('date') && readMoment(value) !== undefined) return value
  if (kinds.includes(kindOf(value))) return value
  return loose ? converted(value, kinds) : undefined
}

function converted(value: Json, kinds: readonly Kind[]): Json | undefined {
  if (kinds.includes('number') && typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value)
  if (kinds.includes('text') && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (kinds.includes('boolean') && typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return undefined
}
