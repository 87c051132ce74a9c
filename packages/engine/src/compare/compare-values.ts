import { isJsonObject, type Json } from '../json.ts'
import type { Path } from '../yaml/edit/change.ts'

/** A place at which two values differ. What is only on one side is undefined on the other. */
export interface Difference {
  readonly path: Path
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** Where two values differ, as deep down as can be told, in the order of their keys; lists by their indexes. */
export function compareValues(before: Json | undefined, after: Json | undefined, most = 1_000): readonly Difference[] {
  const found: Difference[] = []
  compareAt([], before, after, found, most)
  return found
}

function compareAt(path: Path, before: Json | undefined, after: Json | undefined, found: Difference[], most: number): void {
  if (before === after || found.length >= most) return
  if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compareAt([...path, key], own(before, key), own(after, key), found, most)
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length)
    for (let index = 0; index < length && found.length < most; index++)
      compareAt([...path, index], before[index], after[index], found, most)
  } else found.push({ path, before, after })
}

function own(map: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
