import type { Json } from '@millrace/engine'

/** Reads values of unknown shape: own properties only, and nothing where the shape is another. */
export type Fields = Readonly<Record<string, unknown>>

const none: Fields = Object.freeze(Object.create(null))

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : none
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** What stands at the end of the path, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value
  for (const key of path) {
    if (!isFields(here) || !Object.hasOwn(here, key)) return undefined
    here = here[key]
  }
  return here
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** The maps of a list, wherever it stands. */
export function mapsAt(value: unknown, ...path: readonly string[]): readonly Fields[] {
  return listOf(at(value, ...path)).filter(isFields)
}

/** The value of a resource locator, or the plain value that stands in its place. */
export function located(value: unknown): unknown {
  return isFields(value) && Object.hasOwn(value, '__rl') ? at(value, 'value') : value
}

/** The value as JSON, without what JSON cannot hold. Its depth was checked when it was read. */
export function jsonOf(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(jsonOf)
  if (!isFields(value)) return null
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]))
}

/** Levels inside each other are counted without recursion, for that is what a bomb would overflow. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one).filter(isCollection) : []))
  }
  return false
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
