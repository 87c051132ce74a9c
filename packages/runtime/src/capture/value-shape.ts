import { isJsonObject, type Json } from '@millrace/engine'

const mostKeys = 100
const deepest = 16

/** What a value is made of, without what it says: the names of members, the kinds of values, the first item of a list and how many follow. */
export function shapeOf(value: Json, depth = 0): Json {
  if (value === null) return null
  if (typeof value !== 'object') return typeof value
  if (depth >= deepest) return '…'
  return isJsonObject(value) ? shapeOfMap(value, depth) : shapeOfList(value as readonly Json[], depth)
}

function shapeOfMap(value: Readonly<Record<string, Json>>, depth: number): Json {
  const keys = Object.keys(value)
  const shown = keys.slice(0, mostKeys).map((key): [string, Json] => [key, shapeOf(value[key] ?? null, depth + 1)])
  const more: [string, Json][] = keys.length > mostKeys ? [['…', `${keys.length - mostKeys} more`]] : []
  return Object.fromEntries([...shown, ...more])
}

function shapeOfList(items: readonly Json[], depth: number): Json {
  if (items.length === 0) return []
  const first = shapeOf(items[0] ?? null, depth + 1)
  return items.length === 1 ? [first] : [first, `… ${items.length - 1} more`]
}
