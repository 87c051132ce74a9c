import type { Json } from '@millrace/engine'
import { FatalError, type LookResult } from '@millrace/kit'
import { type PendingItem, type PollStore, type StoredPoll, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { newExecutionId } from '../execution-id.ts'
import type { RuntimePorts } from '../ports.ts'
import { itemMark, polledExecutionId } from './poll-identity.ts'
import type { PollTrigger } from './poll-trigger.ts'
import { type LookFailure, runLook } from './run-look.ts'
import { retryMs } from './waits-ahead.ts'

export interface LookPorts {
  readonly runtime: RuntimePorts
  readonly polls: Pick<PollStore, 'put'>
  readonly driver: Pick<Driver, 'start'>
  readonly onTrouble: (error: unknown) => void
}

/** So many marks are kept at least, and at most unless one look finds more. */
const keptMarks = 1000
/** An item that comes again after so many others counts as new. */
const mostMarks = 50_000
const longestLookMs = 120_000
/** A source that fails is left alone for longer and longer, up to this or its own interval. */
const longestBackoffMs = 15 * 60_000

/**
 * Looks once and begins an execution for what is new. What was found is on disk, with the ids of the executions to be, before the first of
 * them is begun: whatever dies in between, the next call goes on with exactly those.
 */
export async function takeLook(ports: LookPorts, before: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const { clock } = ports.runtime
  if (before.pending !== undefined) return begin(ports, before, trigger)
  const executionId = newExecutionId(clock.now())
  try {
    const outcome = await runLook(ports.runtime, {
      account: before.account,
      look: trigger.look(),
      executionId,
      trigger,
      cursor: before.cursor ?? null,
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestLookMs)]),
    })
    if ('error' in outcome) return failed(before, trigger, outcome.error, clock.now())
    const found = noted(before, trigger, trigger.looking.read(outcome.result, before.cursor ?? null), clock.now())
    return found.pending === undefined ? found : await begin(ports, await written(ports, found), trigger)
  } catch (error) {
    // What the trigger type says of a result is for whoever reads the row.
    if (!(error instanceof FatalError)) ports.onTrouble(error)
    return failed(before, trigger, { message: error instanceof Error ? error.message : String(error) }, clock.now())
  }
}

async function written({ polls }: LookPorts, poll: StoredPoll): Promise<StoredPoll> {
  await polls.put(poll)
  return poll
}

/** With the new cursor, the marks of what was found, and what is to be begun. */
function noted(before: StoredPoll, { looking }: PollTrigger, { items, cursor, hasMore }: LookResult, now: number): StoredPoll {
  const { lastMessage: _, ...rest } = before
  const isPast = !before.isCaughtUp && looking.startsFrom === 'now'
  const known = new Set(before.seen)
  const fresh: { readonly mark: string; readonly item: Json }[] = []
  for (const { id, item } of items) {
    const mark = itemMark(id)
    if (known.has(mark)) continue
    known.add(mark)
    fresh.push({ mark, item })
  }
  const kept = Math.min(mostMarks, Math.max(keptMarks, 2 * items.length))
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
  return { ...poll, pending: { at: now, items: pendingOf(poll, looking.isBatch, fresh, now) } }
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

async function begin({ driver, runtime, onTrouble }: LookPorts, poll: StoredPoll, trigger: PollTrigger): Promise<StoredPoll> {
  const { account, workflowId, pending = { at: 0, items: [] } } = poll
  const { pending: _, ...done } = poll
  const refusals: string[] = []
  for (const [index, { id, data }] of pending.items.entries()) {
    try {
      await driver.start({ account, workflowId, executionId: id, trigger: { id: trigger.id, type: trigger.type, data } })
    } catch (error) {
      onTrouble(error)
      const left = { ...poll, pending: { ...pending, items: pending.items.slice(index) } }
      if (mayPass(error)) return { ...left, wakeAt: runtime.clock.now() + retryMs }
      refusals.push(error instanceof Error ? error.message : String(error))
    }
  }
  const last = pending.items.at(-1)?.id
  const result = refusals.length === 0 ? ({ lastOutcome: 'started' } as const) : failure(refusals)
  return { ...done, ...result, ...(last !== undefined && { lastExecutionId: last }) }
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
