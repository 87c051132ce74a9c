import type { Json } from '@millrace/engine'
import { FatalError, type LookResult } from '@millrace/kit'
import { failPoint, type PendingItem, type PollStore, type StoredPoll, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { newExecutionId } from '../execution-id.ts'
import type { RuntimePorts } from '../ports.ts'
import type { LookFiles } from './look-files.ts'
import { itemMark, polledExecutionId } from './poll-identity.ts'
import type { PollTrigger } from './poll-trigger.ts'
import { type LookFailure, runLook } from './run-look.ts'
import { retryMs } from './waits-ahead.ts'

export interface LookPorts {
  readonly runtime: RuntimePorts
  readonly polls: Pick<PollStore, 'put'>
  readonly driver: Pick<Driver, 'start'>
  readonly files: LookFiles
  readonly onTrouble: (error: unknown) => void
}

/** As JSON. */
const longestCursor = 1_000_000
/** So many marks are kept at least, and at most unless one look finds more. */
const keptMarks = 1000
/** An item that comes again after so many others counts as new. */
const mostMarks = 50_000
const longestLookMs = 120_000
/** A source that fails is left alone for longer and longer, up to this or its own interval. */
const longestBackoffMs = 15 * 60_000

/**
 * Looks once and begins an execution for what is new. What was found is on disk, with the ids of the executions to be, before the first of
 * them is begun: whatever dies in between, the next call goes on with exactly those. A signal ends it where it is, as a death would.
 */
export async function takeLook(ports: LookPorts, before: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const after = before.pending === undefined ? await look(ports, before, trigger, signal) : await begin(ports, before, trigger, signal)
  // What is not begun yet may have files still.
  if (after.pending === undefined) await ports.files.drop(after).catch(ports.onTrouble)
  return after
}

async function look(ports: LookPorts, before: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const { runtime, files, polls, onTrouble } = ports
  const { clock } = runtime
  if (signal.aborted) return before
  let found: StoredPoll
  const limit = new AbortController()
  const stopLimit = clock.wakeAfter(longestLookMs, () => limit.abort(new Error('It took longer than two minutes.')))
  try {
    const host: typeof runtime.host = (place) => files.hostOf(before, place, runtime.host(place))
    const outcome = await runLook(
      { ...runtime, host },
      {
        account: before.account,
        look: trigger.look(),
        executionId: newExecutionId(clock.now()),
        trigger,
        cursor: before.cursor ?? null,
        signal: AbortSignal.any([signal, limit.signal]),
      },
    )
    if (signal.aborted) return before
    if ('error' in outcome) return failed(before, trigger, outcome.error, clock.now())
    found = noted(before, trigger, trigger.looking.read(outcome.result, before.cursor ?? null), clock.now())
    if (found.pending === undefined) return found
    // Due at once: what a death leaves is begun as soon as there is somebody to do it.
    await polls.put({ ...found, wakeAt: clock.now() })
  } catch (error) {
    // What the trigger type says of a result is for whoever reads the row.
    if (!(error instanceof FatalError)) onTrouble(error)
    return failed(before, trigger, { message: error instanceof Error ? error.message : String(error) }, clock.now())
  } finally {
    stopLimit()
  }
  failPoint('poll-found')
  return begin(ports, found, trigger, signal)
}

/** With the new cursor, the marks of what was found, and what is to be begun. */
function noted(before: StoredPoll, { looking }: PollTrigger, { items, cursor, hasMore }: LookResult, now: number): StoredPoll {
  const { lastMessage: _, ...rest } = before
  const isPast = !before.isCaughtUp && looking.startsFrom === 'now'
  const known = new Set(before.seen)
  const fresh: { readonly mark: string; readonly item: Json }[] = []
  for (const { id, item } of items) {
    const mark = itemMark(id)
    if (!known.delete(mark)) fresh.push({ mark, item })
    // What is there now is forgotten last, however long ago it was found.
    known.add(mark)
  }
  assertCursor(cursor)
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
  if (fresh.length === 0 || isPast) return poll
  return { ...poll, lastOutcome: 'started', pending: { at: now, items: pendingOf(poll, looking.isBatch, fresh, now) } }
}

/** It is written with every look. */
function assertCursor(cursor: Json): void {
  const { length } = JSON.stringify(cursor)
  if (length <= longestCursor) return
  throw new FatalError(
    `The cursor has ${length} characters as JSON, and ${longestCursor} are allowed: let it say only where the next look goes on, such as a number or a time.`,
  )
}

function pendingOf(
  poll: StoredPoll,
  isBatch: boolean,
  fresh: readonly { readonly mark: string; readonly item: Json }[],
  at: number,
): readonly PendingItem[] {
  const lookedAt = new Date(at).toISOString()
  if (isBatch) {
    const id = polledExecutionId(
      poll,
      at,
      fresh.map(({ mark }) => mark),
    )
    return [{ id, data: { items: fresh.map(({ item }) => item), lookedAt } }]
  }
  return fresh.map(({ mark, item }) => ({ id: polledExecutionId(poll, at, [mark]), data: { item, lookedAt } }))
}

async function begin(ports: LookPorts, poll: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const { driver, runtime, files, onTrouble } = ports
  const { account, workflowId, pending = { at: 0, items: [] } } = poll
  const refusals: string[] = []
  const from = (index: number, wakeAt: number) => ({ ...poll, wakeAt, pending: { ...pending, items: pending.items.slice(index) } })
  for (const [index, item] of pending.items.entries()) {
    if (signal.aborted) return from(index, runtime.clock.now())
    try {
      await files.give(poll, item)
      await driver.start({ account, workflowId, executionId: item.id, trigger: { id: trigger.id, type: trigger.type, data: item.data } })
      failPoint('poll-begun')
    } catch (error) {
      onTrouble(error)
      if (mayPass(error)) return from(index, runtime.clock.now() + retryMs)
      refusals.push(error instanceof Error ? error.message : String(error))
      await files.drop(poll, item.id).catch(onTrouble)
    }
  }
  const { pending: _, wakeAt, ...begun } = poll
  // A paused one was due only to begin what was found.
  const wake = poll.isPaused || wakeAt === undefined ? {} : { wakeAt }
  const last = pending.items.at(-1)?.id
  const result = refusals.length === 0 ? ({ lastOutcome: 'started' } as const) : failure(refusals)
  return { ...begun, ...wake, ...result, ...(last !== undefined && { lastExecutionId: last }) }
}

function failure([first = '', ...others]: readonly string[]) {
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return { lastOutcome: 'failed', lastMessage: `What was found could not be begun: ${first}${more}` } as const
}

/** The cursor stays, so that nothing is missed. */
function failed(
  before: StoredPoll,
  { looking: { everyMs } }: PollTrigger,
  { message, retryAfterMs = 0 }: LookFailure,
  now: number,
): StoredPoll {
  const failures = before.failures + 1
  const backoff = Math.min(Math.max(everyMs, longestBackoffMs), everyMs * 2 ** Math.min(failures - 1, 20))
  const wake = before.isPaused ? {} : { wakeAt: now + Math.max(backoff, retryAfterMs) }
  return { ...before, ...wake, failures, lastAt: now, lastOutcome: 'failed', lastMessage: message }
}

/** Trouble of the store or of this process, or a limit; none of the workflow. */
function mayPass(error: unknown): boolean {
  if (error instanceof StoreError) return true
  return error instanceof RuntimeError && ['CLOSED', 'RATE_LIMITED', 'QUEUE_FULL'].includes(error.code)
}
