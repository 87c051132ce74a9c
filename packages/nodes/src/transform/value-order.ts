import type { Json } from '@millrace/engine'

type Value = Json | undefined

/**
 * Orders any two values the same way on every machine: numbers, texts by code unit, false before true, then maps and lists
 * as equals; null and nothing come last.
 */
export function compareValues(a: Value, b: Value): number {
  const byKind = rank(a) - rank(b)
  if (byKind !== 0) return byKind
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  return Number(a === true) - Number(b === true)
}

export function isNothing(value: Value): value is null | undefined {
  return value === undefined || value === null
}

function rank(value: Value): number {
  if (isNothing(value)) return 4
  return typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : typeof value === 'boolean' ? 2 : 3
}

/** The same text for equal values, whatever the order of their fields. Nothing counts as null. */
export function valueKey(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(valueKey).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).sort(([a], [b]) => compareValues(a, b))
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${valueKey(inner)}`).join(',')}}`
}
