import { createHash } from 'node:crypto'
import type { Json } from '@millrace/engine'
import type { Column, ColumnType } from '@millrace/store'

/** PostgreSQL's types. Points and files stay JSON: a `point` would swap latitude and longitude, and has no name for either. */
export const sqlTypes: Readonly<Record<Exclude<ColumnType, 'relation'>, string>> = {
  string: 'text',
  number: 'double precision',
  boolean: 'boolean',
  date: 'timestamptz',
  json: 'jsonb',
  file: 'jsonb',
  pointer: 'text',
  geoPoint: 'jsonb',
}

const longestName = 63

/** Our names are letters, digits and `_`; quoted, so that case is kept and no word of SQL is in the way. */
export function sqlName(name: string): string {
  return `"${name}"`
}

/** One name of several; PostgreSQL would cut a long one off in silence, so that two could become the same. */
export function joinedName(...parts: readonly string[]): string {
  const whole = parts.join('_')
  return whole.length <= longestName ? whole : markedName(whole, whole)
}

/** The name with a digest of what it is the name of behind it. */
export function markedName(name: string, of: string): string {
  return `${name.slice(0, longestName - 9)}_${createHash('sha256').update(of).digest('hex').slice(0, 8)}`
}

/** A value as a literal of its column. */
export function sqlLiteral({ type }: Pick<Column, 'type'>, value: Json): string {
  if (value === null) return 'NULL'
  switch (type) {
    case 'number':
      return String(value)
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'json':
    case 'file':
    case 'geoPoint':
      return `${quoted(JSON.stringify(keepable(value)))}::jsonb`
    default:
      return quoted(String(value))
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** `jsonb` has no U+0000 and no half characters: they become the sign for what cannot be shown. */
function keepable(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\ufffd')
  if (Array.isArray(value)) return value.map(keepable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [String(keepable(name)), keepable(part)]))
}
