import type { Json } from '@millrace/engine'
import { FatalError, type LookResult } from '@millrace/kit'
import type { FoundItem, StoredPoll } from '@millrace/store'
import { mapInTurns } from '../map-in-turns.ts'
import { itemMark, polledExecutionId } from './poll-identity.ts'
import type { PollTrigger } from './poll-trigger.ts'

/** As JSON. */
const longestCursor = 1_000_000
/** So many marks are kept at least, and at most unless one look finds more. */
const keptMarks = 1000
/** An item that comes again after so many others counts as new. */
const mostMarks = 50_000

interface Fresh {
  readonly mark: string
  readonly item: Json
}

/** What a look makes of the row, with the new cursor and the marks of what was found; and what is to be begun. */
export interface Noted {
  readonly poll: StoredPoll
  readonly found: readonly FoundItem[]
}

export async function noteFound(
  before: StoredPoll,
  { looking }: PollTrigger,
  { items, cursor, hasMore: saysMore }: LookResult,
  now: number,
): Promise<Noted> {
  assertCursor(cursor)
  const { lastMessage: _, ...rest } = before
  const isPast = !before.isCaughtUp && looking.startsFrom === 'now'
  const known = new Set(before.seen)
  const fresh: Fresh[] = []
  await mapInTurns(items, ({ id, item }) => {
    const mark = itemMark(id)
    if (!known.delete(mark)) fresh.push({ mark, item })
    // What is there now is forgotten last, however long ago it was found.
    known.add(mark)
  })
  // One that gives nothing new and goes on nowhere would be asked the same again at once, for ever.
  const hasMore = saysMore && (fresh.length > 0 || !isSame(cursor, before.cursor ?? null))
  // As many as before at least: a source that gives nothing for once must not be new as a whole after that.
  const kept = Math.max(items.length, Math.min(mostMarks, Math.max(keptMarks, 2 * items.length, before.seen.length)))
  const poll: StoredPoll = {
    ...rest,
    cursor,
    seen: [...known].slice(-kept),
    failures: 0,
    isCaughtUp: before.isCaughtUp || !hasMore,
    lastAt: now,
    lastOutcome: 'nothing-new',
    ...(before.isPaused ? {} : { wakeAt: hasMore ? now : now + looking.everyMs }),
  }
  if (fresh.length === 0 || isPast) return { poll, found: [] }
  return { poll: { ...poll, lastOutcome: 'started', isBeginning: true }, found: await foundOf(poll, looking.isBatch, fresh, now) }
}

/** It is written with every look. */
function assertCursor(cursor: Json): void {
  const { length } = JSON.stringify(cursor)
  if (length <= longestCursor) return
  throw new FatalError(
    `The cursor has ${length} characters as JSON, and ${longestCursor} are allowed: let it say only where the next look goes on, such as a number or a time.`,
  )
}

async function foundOf(poll: StoredPoll, isBatch: boolean, fresh: readonly Fresh[], at: number): Promise<readonly FoundItem[]> {
  const lookedAt = new Date(at).toISOString()
  let place = 0
  const toBegin = (marks: readonly string[], data: FoundItem['data']) => ({
    place: place++,
    id: polledExecutionId(poll, at, marks),
    data: { ...data, lookedAt },
  })
  if (!isBatch) return mapInTurns(fresh, ({ mark, item }) => toBegin([mark], { item }))
  const marks = fresh.map(({ mark }) => mark)
  return [toBegin(marks, { items: fresh.map(({ item }) => item) })]
}

function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
