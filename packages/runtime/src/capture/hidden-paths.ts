import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { hiddenMark } from './known-patterns.ts'

/** Where values stand that must not be seen: names and indexes, `*` for any. */
export type HiddenPath = readonly string[]

/** What of the paths is left at a place, such as `trigger` or `nodes.fetch.output`. */
export type PathsAt = (begin: string) => readonly HiddenPath[]

/** Each place is worked out once: there are as many as nodes. */
export function pathsBelow(paths: readonly HiddenPath[]): PathsAt {
  const known = new Map<string, readonly HiddenPath[]>()
  return (begin) => {
    const found = known.get(begin) ?? restsAfter(paths, begin.split('.'))
    if (!known.has(begin)) known.set(begin, found)
    return found
  }
}

function restsAfter(paths: readonly HiddenPath[], begin: readonly string[]): readonly HiddenPath[] {
  return paths
    .filter((path) => begin.every((name, index) => path[index] === name || (index > 0 && path[index] === '*')))
    .map((path) => path.slice(begin.length))
}

/** Below this length a text is masked at its place alone: elsewhere it would be found in half of all words. */
const shortestFollowed = 4

/** The value with a mark in place of what stands at the path; the same value where nothing does. */
export function hideAt(value: Json, path: HiddenPath, depth = 0): Json {
  const name = path[depth]
  if (name === undefined) return value === null ? null : hiddenMark
  if (Array.isArray(value)) return hideInList(value as readonly Json[], name, path, depth + 1)
  return isJsonObject(value) ? hideInMap(value, name, path, depth + 1) : value
}

function hideInList(items: readonly Json[], name: string, path: HiddenPath, depth: number): Json {
  const hidden = items.map((item, index) => (name === '*' || name === String(index) ? hideAt(item, path, depth) : item))
  return hidden.some((item, index) => item !== items[index]) ? hidden : items
}

function hideInMap(map: JsonObject, name: string, path: HiddenPath, depth: number): Json {
  if (name !== '*') return hideMember(map, name, path, depth)
  const hidden = Object.entries(map).map(([key, value]): [string, Json] => [key, hideAt(value, path, depth)])
  return hidden.some(([key, value]) => value !== map[key]) ? Object.fromEntries(hidden) : map
}

function hideMember(map: JsonObject, name: string, path: HiddenPath, depth: number): Json {
  const value = Object.hasOwn(map, name) ? map[name] : undefined
  if (value === undefined) return map
  const hidden = hideAt(value, path, depth)
  // With the name in brackets, `__proto__` is a member as any other.
  return hidden === value ? map : { ...map, [name]: hidden }
}

/** The texts and numbers at the path, and inside what stands there: wherever else they turn up, they are masked too. */
export function textsAt(value: Json, path: HiddenPath, found: (text: string) => void, depth = 0): void {
  const name = path[depth]
  if (name === undefined) return leavesOf(value, found)
  if (typeof value !== 'object' || value === null) return
  if (name === '*') for (const inner of Object.values(value)) textsAt(inner as Json, path, found, depth + 1)
  else if (Object.hasOwn(value, name)) textsAt(Reflect.get(value, name), path, found, depth + 1)
}

function leavesOf(value: Json, found: (text: string) => void): void {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) leavesOf(inner as Json, found)
  } else if ((typeof value === 'string' || typeof value === 'number') && String(value).length >= shortestFollowed) {
    found(String(value))
  }
}
