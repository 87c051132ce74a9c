// How events become rows: JSON text, with every large value taken out and named by its content hash.
//
// Owns: the text of a log row, and which values are large. Does not own: where rows and values are kept.
// Invariants: decoding gives back what JSON gives back. References stand beside the text, never in it, so no user value can
// look like one. A value taken out leaves `null`.
//
// As in any JSON, -0 comes back as 0, NaN and the infinities as null, and a member that is undefined is left out.
// Lone surrogates survive: JSON text escapes them.

import type { ExecutionEvent } from '@millrace/engine'
import { encodeJson } from './encode-json.ts'
import { addLargeObjects, isSurelyLarge, isSurelySmall, type KnownValues, type LargePart, largeValueBytes, takeOut } from './large-parts.ts'

/** Where in a chunk of events a large value belongs. Where one lies inside another, the outer one comes first. */
export interface LargeValueReference {
  /** Index in the chunk. */
  readonly event: number
  /** One of `largeFields` or a member below it, the names joined by dots. */
  readonly field: string
  /** SHA-256 of the value's JSON text, in hex. */
  readonly hash: string
}

export interface LargeValue extends LargeValueReference, Pick<LargePart, 'value' | 'json'> {}

export interface EncodedEvents {
  readonly text: string
  readonly large: readonly LargeValue[]
  /** Of the text and of the large values as they are before they are packed or shared: what a limit in bytes counts. */
  readonly bytes: number
}

/** Every field that a user's data may fill. */
const largeFields: readonly (readonly string[])[] = [
  ['output'],
  ['input'],
  ['logs'],
  ['response', 'body'],
  ['wait', 'output'],
  ['wait', 'memory'],
  ['wait', 'about'],
  ['data'],
  ['error', 'details'],
  ['error', 'stack'],
  ['trigger', 'data'],
  ['inputs'],
  ['replay', 'items'],
  ['test', 'given'],
  ['test', 'target', 'input'],
  ['test', 'target', 'item'],
  ['vars'],
  ['env'],
  ['shown'],
]

/** Throws `VALUE_UNWRITABLE` when the events cannot be JSON text. What is known of values already is not worked out again. */
export function encodeEvents(events: readonly ExecutionEvent[], known: KnownValues = new Map()): EncodedEvents {
  if (isSurelyLarge(events)) return encodeWithoutLarge(events, known)
  const text = encodeJson(events)
  const bytes = Buffer.byteLength(text)
  return bytes <= largeValueBytes ? { text, large: [], bytes } : encodeWithoutLarge(events, known)
}

/** The arrays and objects of the events that will be taken out and are of at least this size. */
export function largeObjects(events: readonly ExecutionEvent[], bytes: number): ReadonlySet<object> {
  const found = new Set<object>()
  if (isSurelyLarge(events, bytes)) {
    for (const event of events) if (isSurelyLarge(event, bytes)) forEachField(event, (value) => addLargeObjects(found, value, bytes))
  }
  return found
}

function forEachField(event: ExecutionEvent, visit: (value: unknown, path: readonly string[]) => void): void {
  for (const path of largeFields) {
    const value = valueAt(event, path)
    if (value !== undefined && value !== null) visit(value, path)
  }
}

function encodeWithoutLarge(events: readonly ExecutionEvent[], known: KnownValues): EncodedEvents {
  const large: LargeValue[] = []
  let bytes = 0
  const slim = events.map((event, index) => {
    if (isSurelySmall(event)) return event
    const parts: LargePart[] = []
    const rest = withoutLargeParts(event, parts, known)
    for (const { path, hash, bytes: its, value, json } of parts) {
      large.push({ event: index, field: path.join('.'), hash, value, json })
      bytes += its - 'null'.length
    }
    return rest
  })
  const text = encodeJson(slim)
  return { text, large, bytes: bytes + Buffer.byteLength(text) }
}

function withoutLargeParts(event: ExecutionEvent, parts: LargePart[], known: KnownValues): ExecutionEvent {
  let slim = event
  forEachField(event, (value, path) => {
    const rest = takeOut(value, path, parts, known)
    if (rest !== value) slim = replaceAt(slim, path, rest)
  })
  return slim
}

/** `load` gives the JSON text of a large value by its hash. */
export function decodeEvents(
  text: string,
  references: readonly LargeValueReference[],
  load: (hash: string) => string,
): readonly ExecutionEvent[] {
  // Our own encoder wrote the text, from events.
  const events = JSON.parse(text) as ExecutionEvent[]
  for (const { event, field, hash } of references) {
    const target = events[event]
    if (target !== undefined) events[event] = replaceAt(target, field.split('.'), JSON.parse(load(hash)))
  }
  return events
}

function valueAt(event: ExecutionEvent, path: readonly string[]): unknown {
  let value: unknown = event
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}

/** A copy with another value at the path, whose parents exist. Members keep their order. */
function replaceAt<T extends object>(target: T, [name, ...rest]: readonly string[], value: unknown): T {
  if (name === undefined) return target
  const inner = (target as Readonly<Record<string, unknown>>)[name]
  return { ...target, [name]: rest.length === 0 ? value : replaceAt(inner as object, rest, value) }
}
