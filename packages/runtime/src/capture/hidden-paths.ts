import { isJsonObject, type Json } from '@millrace/engine'
import { hiddenMark } from './known-patterns.ts'

/** Where values stand that must not be seen: names and indexes, `*` for any. */
export type HiddenPath = readonly string[]

/** Below this length a text is masked at its place alone: elsewhere it would be found in half of all words. */
const shortestFollowed = 4

/** The value with a mark in place of what stands at the path; the same value where nothing does. */
export function hideAt(value: Json, [name, ...rest]: HiddenPath): Json {
  if (name === undefined) return value === null ? null : hiddenMark
  if (Array.isArray(value)) return hideInList(value as readonly Json[], name, rest)
  return isJsonObject(value) ? hideInMap(value, name, rest) : value
}

function hideInList(items: readonly Json[], name: string, rest: HiddenPath): Json {
  const hidden = items.map((item, index) => (name === '*' || name === String(index) ? hideAt(item, rest) : item))
  return hidden.some((item, index) => item !== items[index]) ? hidden : items
}

function hideInMap(map: Readonly<Record<string, Json>>, name: string, rest: HiddenPath): Json {
  const hidden = Object.entries(map).map(([key, value]): [string, Json] => [
    key,
    name === '*' || name === key ? hideAt(value, rest) : value,
  ])
  return hidden.some(([key, value]) => value !== map[key]) ? Object.fromEntries(hidden) : map
}

/** The texts and numbers at the path, and inside what stands there: wherever else they turn up, they are masked too. */
export function textsAt(value: Json, path: HiddenPath, found: (text: string) => void): void {
  const [name, ...rest] = path
  if (name === undefined) return leavesOf(value, found)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) if (name === '*' || name === key) textsAt(inner as Json, rest, found)
}

function leavesOf(value: Json, found: (text: string) => void): void {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) leavesOf(inner as Json, found)
  } else if ((typeof value === 'string' || typeof value === 'number') && String(value).length >= shortestFollowed) {
    found(String(value))
  }
}
