// What of an event is kept apart from it, because it is large.
//
// Owns: which values are large, and what they are known by. Does not own: where they are kept.
// Invariants: a value is written, hashed and counted once in a commit, however often it flows through it: there it is known by its
// identity. Not for longer, for a node may change what it gave out before. What a step is given as `{ items }` is taken out as `items`, and
// so is the same thing as the output of the step before.

import { createHash } from 'node:crypto'
import { encodeJson } from './encode-json.ts'
import { leastBytes, mostPerLeast } from './least-bytes.ts'

/** In bytes of JSON text; DESIGN of durability. */
export const largeValueBytes = 64 * 1024

/** So many names from the event: deeper, a value is taken out together with what holds it. A cycle ends here, too. */
const deepest = 8

export interface LargePart {
  /** Of names from the event down. */
  readonly path: readonly string[]
  /** SHA-256 of the value's JSON text, in hex. */
  readonly hash: string
  /** Of the text. */
  readonly bytes: number
  /** As it is; the parts below it have a path of their own, and are null in it. */
  readonly value: unknown
  json(): string
}

/** What is known of values whose text has been written and hashed. */
export type KnownValues = Map<unknown, Pick<LargePart, 'hash' | 'bytes'>>

export function isSurelyLarge(value: unknown, bytes = largeValueBytes): boolean {
  return leastBytes(value, bytes) > bytes
}

/** Nothing in it can be large either. */
export function isSurelySmall(value: unknown): boolean {
  return leastBytes(value, largeValueBytes) * mostPerLeast <= largeValueBytes
}

/** What stays where the value is: the value, or less, or null. The parts are added outermost first. */
export function takeOut(value: unknown, path: readonly string[], parts: LargePart[], known: KnownValues): unknown {
  if (value === undefined || value === null) return value
  const least = leastBytes(value, largeValueBytes)
  if (least * mostPerLeast <= largeValueBytes) return value
  const below: LargePart[] = []
  const mayHoldLarge = least > largeValueBytes && isOpen(value, path.length) && !known.has(value)
  const slim = mayHoldLarge ? withoutLargeMembers(value, path, below, known) : value
  const part = partOf(below.length === 0 ? value : slim, path, known)
  const isLarge = part.bytes > largeValueBytes
  if (isLarge) parts.push(part)
  parts.push(...below)
  return isLarge ? null : part.value
}

/** The objects that `takeOut` would take out of the value and that are of at least this size. */
export function addLargeObjects(found: Set<object>, value: unknown, bytes: number, depth = 1): void {
  if (typeof value !== 'object' || value === null || found.has(value) || !isSurelyLarge(value, bytes)) return
  const holdsLarge = isOpen(value, depth) && openMembers(value).filter(([, member]) => isSurelyLarge(member, bytes))
  if (!holdsLarge || holdsLarge.length === 0) found.add(value)
  else for (const [, member] of holdsLarge) addLargeObjects(found, member, bytes, depth + 1)
}

function withoutLargeMembers(value: Open, path: readonly string[], below: LargePart[], known: KnownValues): Open {
  const slim: Record<string, unknown> = { ...value }
  for (const [name, member] of openMembers(value)) slim[name] = takeOut(member, [...path, name], below, known)
  return slim
}

function partOf(value: unknown, path: readonly string[], known: KnownValues): LargePart {
  const identity = known.get(value)
  if (identity !== undefined) return { path, ...identity, value, json: () => encodeJson(value) }
  const json = encodeJson(value)
  const bytes = Buffer.byteLength(json)
  if (bytes <= largeValueBytes) return { path, hash: '', bytes, value, json: () => json }
  const hash = createHash('sha256').update(json).digest('hex')
  known.set(value, { hash, bytes })
  return { path, hash, bytes, value, json: () => json }
}

type Open = Readonly<Record<string, unknown>>

function isOpen(value: unknown, depth: number): value is Open {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest
}

/** The names of a path are joined by dots. */
function openMembers(value: Open): [string, unknown][] {
  return Object.entries(value).filter(([name]) => !name.includes('.') && name !== '__proto__')
}
