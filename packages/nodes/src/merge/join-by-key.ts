import type { Json, JsonObject } from '@millrace/engine'
import { readField } from '../transform/field-path.ts'
import { isNothing, valueKey } from '../transform/value-order.ts'

export type Keep = 'all' | 'common' | 'first'

/** Lists that share one key many times would make as many items as they have multiplied. */
export const maxJoined = 1_000_000

/**
 * The lists as one: each item with each of the next list that has the same key, in the order of the first. Where both have a field, the
 * later one's stands. Undefined when there would be more than `maxJoined`.
 */
export function joinByKey(lists: readonly (readonly JsonObject[])[], key: string, keep: Keep): readonly JsonObject[] | undefined {
  const [first = [], ...others] = lists
  return others.reduce<readonly JsonObject[] | undefined>((joined, list) => joined && joinTwo(joined, list, { key, keep }), first)
}

interface Joining {
  readonly key: string
  readonly keep: Keep
}

function joinTwo(left: readonly JsonObject[], right: readonly JsonObject[], { key, keep }: Joining): readonly JsonObject[] | undefined {
  const partners = Map.groupBy(right, (item) => keyOf(item, key))
  const met = new Set<string>()
  const joined: JsonObject[] = []
  for (const item of left) {
    const name = keyOf(item, key)
    const same = name === undefined ? [] : (partners.get(name) ?? [])
    if (joined.length + same.length > maxJoined) return undefined
    for (const partner of same) joined.push(mergedMaps([item, partner]))
    if (same.length === 0 && keep !== 'common') joined.push(item)
    if (name !== undefined) met.add(name)
  }
  return keep === 'all' ? [...joined, ...right.filter((item) => !met.has(keyOf(item, key) ?? ''))] : joined
}

/** An item without a key is like no other. The empty text is no key of any: keys are JSON. */
function keyOf(item: Json, path: string): string | undefined {
  const value = readField(item, path)
  return isNothing(value) ? undefined : valueKey(value)
}

/** One map with the keys of all, the later one's values standing. `__proto__` as a key stays a key. */
export function mergedMaps(maps: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)))
}
