import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

/** What takes the place of texts and numbers, wherever they stand in a value. */
export interface LeafMask {
  /** Also for the names of members. */
  text(text: string): string
  number(value: number): Json
}

/** Invariant: what nothing is masked in is returned as it is, the same reference. Nothing is copied to find that out. */
export function maskLeaves(value: Json, leaves: LeafMask): Json {
  if (typeof value === 'string') return leaves.text(value)
  if (typeof value === 'number') return leaves.number(value)
  if (Array.isArray(value)) return maskItems(value as readonly Json[], leaves)
  return isJsonObject(value) ? maskMembers(value, leaves) : value
}

function maskItems(items: readonly Json[], leaves: LeafMask): readonly Json[] {
  let masked: Json[] | undefined
  for (const [index, item] of items.entries()) {
    const kept = maskLeaves(item, leaves)
    if (kept !== item) masked ??= items.slice()
    if (masked) masked[index] = kept
  }
  return masked ?? items
}

function maskMembers(map: JsonObject, leaves: LeafMask): JsonObject {
  let entries: [string, Json][] | undefined
  let index = 0
  for (const key of Object.keys(map)) {
    const value = map[key] as Json // One of its own keys.
    const name = leaves.text(key)
    const kept = maskLeaves(value, leaves)
    if (name !== key || kept !== value) entries ??= Object.entries(map).slice(0, index)
    entries?.push([name, kept])
    index++
  }
  return entries === undefined ? map : Object.fromEntries(withUniqueKeys(entries))
}

/** Two keys may look alike once masked; both values are kept. */
function withUniqueKeys(entries: readonly [string, Json][]): readonly [string, Json][] {
  const seen = new Map<string, number>()
  return entries.map(([key, value]) => {
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return [count === 1 ? key : `${key} (${count})`, value]
  })
}
