import { StoreError } from './errors.ts'

/** Where a page ended: the sort key of its last row, so that rows added since move nothing. Opaque to callers. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The cursor of a list sorted by a time, then an id. */
export function decodeTimeCursor(cursor: string): { readonly at: number; readonly id: string } {
  const [at, id, ...rest] = parse(cursor)
  if (typeof at !== 'number' || typeof id !== 'string' || rest.length > 0) throw invalid(cursor)
  return { at, id }
}

/** Where a list of sleeping executions stands, in its order. */
export type SleeperPlace = readonly [dueAt: number, account: string, id: string]

/** Before all of them. */
export const firstSleeper: SleeperPlace = [-Number.MAX_VALUE, '', '']

export function decodeSleeperCursor(cursor: string): SleeperPlace {
  const [dueAt, account, id, ...rest] = parse(cursor)
  if (typeof dueAt !== 'number' || typeof account !== 'string' || typeof id !== 'string' || rest.length > 0) throw invalid(cursor)
  return [dueAt, account, id]
}

/** The cursor of a list sorted by a time, then an execution id, then a step. */
export function decodeStepCursor(cursor: string): { readonly at: number; readonly id: string; readonly step: string } {
  const [at, id, step, ...rest] = parse(cursor)
  if (typeof at !== 'number' || typeof id !== 'string' || typeof step !== 'string' || rest.length > 0) throw invalid(cursor)
  return { at, id, step }
}

/** The cursor of a list of log lines, sorted by time, then in the order of writing. */
export function decodeLineCursor(cursor: string): { readonly at: number; readonly position: number; readonly place: number } {
  const [at, position, place, ...rest] = parse(cursor)
  if (typeof at !== 'number' || typeof position !== 'number' || typeof place !== 'number' || rest.length > 0) throw invalid(cursor)
  return { at, position, place }
}

/** The cursor of a list sorted by one text, then another. */
export function decodePairCursor(cursor: string): readonly [string, string] {
  const [one, other, ...rest] = parse(cursor)
  if (typeof one !== 'string' || typeof other !== 'string' || rest.length > 0) throw invalid(cursor)
  return [one, other]
}

export function decodeTextCursor(cursor: string): string {
  const [text, ...rest] = parse(cursor)
  if (typeof text !== 'string' || rest.length > 0) throw invalid(cursor)
  return text
}

export function decodeNumberCursor(cursor: string): number {
  const [number, ...rest] = parse(cursor)
  if (typeof number !== 'number' || rest.length > 0) throw invalid(cursor)
  return number
}

/** Where a walk through the versions of all workflows stands. */
export function decodeVersionCursor(cursor: string): readonly [account: string, id: string, version: number] {
  const [account, id, version, ...rest] = parse(cursor)
  if (typeof account !== 'string' || typeof id !== 'string' || typeof version !== 'number' || rest.length > 0) throw invalid(cursor)
  return [account, id, version]
}

/** The cursor of a list sorted by whatever was asked for. */
export function decodeCells(cursor: string): readonly (string | number | null)[] {
  return parse(cursor).map((part) => {
    if (part === null || typeof part === 'string' || typeof part === 'number') return part
    throw invalid(cursor)
  })
}

function parse(cursor: string): readonly unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key)) return key
  } catch (cause) {
    throw invalid(cursor, cause)
  }
  throw invalid(cursor)
}

function invalid(cursor: string, cause?: unknown): StoreError {
  return new StoreError(
    'CURSOR_INVALID',
    `The cursor "${cursor.slice(0, 80)}" is not one of this list: start again without a cursor.`,
    cause,
  )
}
