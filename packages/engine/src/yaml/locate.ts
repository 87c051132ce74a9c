import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml'
import type { YamlDocument } from './read-document.ts'

type Locate = (path: readonly (string | number)[], part: 'key' | 'value') => number

/** Finds offsets of keys and values; below an alias they are those of the value that it stands for. */
export function locateIn(document: YamlDocument): Locate {
  const keys = new WeakMap<object, ReadonlyMap<string, Entry>>()

  function entryOf(map: YAMLMap<unknown, unknown>, key: string): Entry | undefined {
    const known = keys.get(map) ?? indexKeys(map)
    keys.set(map, known)
    return known.get(key)
  }

  return (path, part) => {
    let node: ParsedNode | null = document.contents
    let found: Entry = { key: undefined, value: node }
    for (const segment of path) {
      const collection: unknown = isAlias(node) ? node.resolve(document) : node
      const next: Entry | undefined = isMap(collection)
        ? entryOf(collection, String(segment))
        : isSeq(collection)
          ? itemOf(collection.items, segment)
          : undefined
      if (next === undefined) return offsetOf(found, 'value')
      found = next
      node = next.value
    }
    return offsetOf(found, part)
  }
}

interface Entry {
  readonly key: ParsedNode | undefined
  readonly value: ParsedNode | null
}

function indexKeys(map: YAMLMap<unknown, unknown>): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const { key, value } of map.items as YAMLMap<ParsedNode, ParsedNode | null>['items']) {
    if (isScalar(key) && typeof key.value === 'string' && !entries.has(key.value)) entries.set(key.value, { key, value })
  }
  return entries
}

function itemOf(items: readonly unknown[], segment: string | number): Entry | undefined {
  const value = typeof segment === 'number' ? items[segment] : undefined
  return value === undefined ? undefined : { key: undefined, value: value as ParsedNode }
}

function offsetOf({ key, value }: Entry, part: 'key' | 'value'): number {
  // A value that is not written (`key:` alone) has a range of its own, in front of what follows; its key says more.
  const isWritten = value !== null && value.range[1] > value.range[0]
  const node = part === 'key' || !isWritten ? (key ?? value) : value
  return node?.range[0] ?? 0
}
