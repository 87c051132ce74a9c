import type { Json } from '../../json.ts'
import { copyList } from './elements.ts'
import { checkDepth, type Frame, spend, tooLarge } from './frame.ts'
import { setOwn } from './own-property.ts'
import { isDate, isList, type Value, type ValueObject } from './value.ts'

/**
 * The value as plain JSON, as `JSON.parse(JSON.stringify(value))` would give it, but without copying what is JSON already.
 * Counts as it goes: a small expression can build a value that shares its parts and is astronomically large when written out.
 */
export function leave(value: Value, frame: Frame): Json {
  return leaveValue(value, { frame, size: 0 }, 0)
}

interface Tally {
  readonly frame: Frame
  size: number
}

function leaveValue(value: Value, tally: Tally, depth: number): Json {
  if (typeof value === 'string') {
    count(tally, value.length)
    return value
  }
  if (typeof value === 'number') return Number.isFinite(value) ? (value === 0 ? 0 : value) : null
  if (typeof value !== 'object' || value === null) return value ?? null
  if (isDate(value)) return isoText(value)
  checkDepth(tally.frame, depth + 1)
  return isList(value) ? leaveList(value, tally, depth + 1) : leaveObject(value as ValueObject, tally, depth + 1)
}

/** `2026-11-21T08:00:00.000Z`; null for an invalid date, as in JSON. */
export function isoText(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function leaveList(list: readonly Value[], tally: Tally, depth: number): Json {
  count(tally, 8 * list.length)
  let copy: Json[] | undefined
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    const left = leaveValue(item, tally, depth)
    if (copy === undefined && Object.is(left, item)) continue
    copy ??= copyList(list, 0, index) as Json[]
    copy.push(left)
  }
  return copy ?? plainList(list)
}

/** The result of `match` has `index` and `groups` besides its elements: they do not leave. */
function plainList(list: readonly Value[]): Json {
  return (Object.hasOwn(list, 'groups') ? copyList(list) : list) as Json
}

function leaveObject(object: ValueObject, tally: Tally, depth: number): Json {
  const keys = Object.keys(object)
  let copy: Record<string, Value> | undefined
  for (const [index, key] of keys.entries()) {
    count(tally, 8 + key.length)
    const value = object[key]
    const left = value === undefined ? undefined : leaveValue(value, tally, depth)
    if (copy === undefined && left !== undefined && Object.is(left, value)) continue
    copy ??= copyKeys(object, keys.slice(0, index))
    if (left !== undefined) setOwn(copy, key, left)
  }
  return (copy ?? object) as Json
}

function copyKeys(object: ValueObject, keys: readonly string[]): Record<string, Value> {
  const copy: Record<string, Value> = {}
  for (const key of keys) setOwn(copy, key, object[key])
  return copy
}

function count(tally: Tally, size: number): void {
  tally.size += size
  if (tally.size > tally.frame.size) throw tooLarge(tally.frame)
  spend(tally.frame, size / 64)
}
