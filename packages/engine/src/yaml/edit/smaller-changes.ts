import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { Path, PlaceChange } from './change.ts'

/** Beyond this many, writing the value anew disturbs the text less than picking it apart, and costs less. */
const mostChanges = 40

/**
 * The changes inside a map or list that make `to` of `from`, so that what stays equal keeps its comments and looks.
 * Undefined when the value had better be written anew.
 */
export function smallerChanges(path: Path, from: Json, to: Json): readonly PlaceChange[] | undefined {
  if (isSame(from, to)) return []
  const changes =
    isJsonObject(from) && isJsonObject(to)
      ? mapChanges(path, from, to)
      : Array.isArray(from) && Array.isArray(to)
        ? listChanges(path, from, to)
        : undefined
  return changes === undefined || changes.length > mostChanges ? undefined : changes
}

function mapChanges(path: Path, from: JsonObject, to: JsonObject): readonly PlaceChange[] | undefined {
  const kept = Object.keys(to).filter((key) => Object.hasOwn(from, key))
  if (kept.length === 0) return undefined
  const deleted = Object.keys(from).filter((key) => !Object.hasOwn(to, key))
  const order = Object.keys(from).filter((key) => Object.hasOwn(to, key))
  return [
    ...deleted.map((key) => ({ type: 'delete', path: [...path, key] }) as const),
    ...kept.flatMap((key) => changesAt([...path, key], from[key] ?? null, to[key] ?? null)),
    ...arrange(path, order, to),
  ]
}

/** Puts the keys into the order of `to`, and the new ones among them, from the last to the first. */
function arrange(path: Path, present: readonly string[], to: JsonObject): readonly PlaceChange[] {
  const changes: PlaceChange[] = []
  const order = [...present]
  let next: string | undefined
  for (const key of Object.keys(to).reverse()) {
    const index = order.indexOf(key)
    const isInPlace = index !== -1 && order[index + 1] === next
    const where = next === undefined ? order.length : order.indexOf(next)
    if (index === -1) {
      changes.push({ type: 'insert', path: [...path, key], value: to[key] ?? null, ...(next !== undefined && { before: next }) })
      order.splice(where, 0, key)
    } else if (!isInPlace) {
      changes.push({ type: 'move', path: [...path, key], before: next ?? null })
      order.splice(index, 1)
      order.splice(next === undefined ? order.length : order.indexOf(next), 0, key)
    }
    next = key
  }
  return changes
}

function listChanges(path: Path, from: readonly Json[], to: readonly Json[]): readonly PlaceChange[] | undefined {
  if (from.length === 0 || to.length === 0) return undefined
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && isSame(from[start], to[start])) start++
  let tail = 0
  while (tail < shorter - start && isSame(from[from.length - 1 - tail], to[to.length - 1 - tail])) tail++
  const changes: PlaceChange[] = []
  for (let index = start; index < shorter - tail; index++)
    changes.push(...changesAt([...path, index], from[index] ?? null, to[index] ?? null))
  for (let index = from.length - 1 - tail; index >= to.length - tail; index--) changes.push({ type: 'delete', path: [...path, index] })
  for (let index = from.length - tail; index < to.length - tail; index++)
    changes.push({ type: 'insert', path: [...path, index], value: to[index] ?? null })
  return changes
}

function changesAt(path: Path, from: Json, to: Json): readonly PlaceChange[] {
  return smallerChanges(path, from, to) ?? [{ type: 'set', path, value: to }]
}

/** Equal, the order of keys included. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
