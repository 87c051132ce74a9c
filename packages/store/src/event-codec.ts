// How events become rows: JSON text, with every large value taken out and named by its content hash.
//
// Owns: the text of a log row, and which values are large. Does not own: where rows and values are kept.
// Invariants: decoding gives back what JSON gives back. References stand beside the text, never in it, so no user value can
// look like one. A value taken out leaves `null`.
//
// As in any JSON, -0 comes back as 0, NaN and the infinities as null, and a member that is undefined is left out.
// Lone surrogates survive: JSON text escapes them.

import { createHash } from 'node:crypto'
import type { ExecutionEvent } from '@millrace/engine'
import { StoreError } from './errors.ts'

/** In bytes of JSON text; DESIGN of durability. */
export const largeValueBytes = 64 * 1024

/** Where in a chunk of events a large value belongs. */
export interface LargeValueReference {
  /** Index in the chunk. */
  readonly event: number
  /** One of `largeFields`, its names joined by dots. */
  readonly field: string
  /** SHA-256 of the value's JSON text, in hex. */
  readonly hash: string
}

export interface LargeValue extends LargeValueReference {
  readonly json: string
}

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
  ['vars'],
  ['env'],
  ['shown'],
]

/** Throws `VALUE_UNWRITABLE` when the events cannot be JSON text. */
export function encodeEvents(events: readonly ExecutionEvent[]): EncodedEvents {
  const text = encodeJson(events)
  const bytes = Buffer.byteLength(text)
  if (bytes <= largeValueBytes) return { text, large: [], bytes }
  const large: LargeValue[] = []
  const slim = events.map((event, index) => withoutLargeValues(event, index, large))
  return large.length === 0 ? { text, large, bytes } : { text: encodeJson(slim), large, bytes }
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

/** JSON text of anything that is kept; throws `VALUE_UNWRITABLE` where JSON.stringify throws or gives nothing. */
export function encodeJson(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value)
    if (text !== undefined) return text
  } catch (cause) {
    throw unwritable(cause instanceof Error ? cause.message : String(cause), cause)
  }
  throw unwritable(`a ${typeof value} is not JSON`)
}

function unwritable(reason: string, cause?: unknown): StoreError {
  return new StoreError('VALUE_UNWRITABLE', `The value cannot be stored (${reason}): make it smaller, flatter, or plain JSON.`, cause)
}

function withoutLargeValues(event: ExecutionEvent, index: number, large: LargeValue[]): ExecutionEvent {
  let slim = event
  for (const path of largeFields) {
    const value = valueAt(event, path)
    if (value === undefined || value === null) continue
    const json = encodeJson(value)
    if (Buffer.byteLength(json) <= largeValueBytes) continue
    large.push({ event: index, field: path.join('.'), hash: createHash('sha256').update(json).digest('hex'), json })
    slim = replaceAt(slim, path, null)
  }
  return slim
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
