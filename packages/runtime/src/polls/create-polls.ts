import { failPoint, type ListedPoll, type PollKey, type Store, type StoredPoll } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { createAlarm } from '../embedded/alarm.ts'
import type { FileVault } from '../host/file-vault.ts'
import { isUnpublished } from '../is-unpublished.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { createLookFiles } from './look-files.ts'
import { createLookPlaces } from './look-places.ts'
import { type PollTrigger, type PollTypes, pollTriggerOf } from './poll-trigger.ts'
import type { Polls } from './polls.ts'
import { takeLook } from './take-look.ts'
import { waitsAhead } from './waits-ahead.ts'
import { createWatches } from './watches.ts'
import { forgetAllFound } from './write-found.ts'

export interface PollPorts {
  /** What nodes run on. */
  readonly runtime: RuntimePorts
  readonly store: Pick<Store, 'polls' | 'files'>
  readonly files: FileVault
  readonly driver: Pick<Driver, 'start'>
  readonly types: PollTypes
  /** Whose workflows are taken up at the start. */
  readonly accounts: readonly string[]
  onTrouble(error: unknown): void
}

const lookAgainMs = 10_000

/**
 * Lets the triggers that look for what is new look.
 * Owns: the rows of polls; it alone writes them, one change of a row at a time. Does not own: what is looked at (the trigger type), what an
 * execution does (the driver).
 * Invariants: L1 what a look has found is begun exactly once: it is on disk, with the ids of its executions, before the first is begun.
 * L2 a trigger never looks twice at the same time, nor with a cursor of something else. L3 while a row has a time there is an alarm for it,
 * whatever the store answers. L4 a file that a look has made is an execution's, or is gone soon after it.
 * L5 no row waits for longer than it was to, but by what the clock was set back since its last look.
 */
export function createPolls({ runtime, store, files: vault, driver, types, accounts, onTrouble }: PollPorts): Polls {
  const { clock, workflows } = runtime
  const files = createLookFiles({ vault, store: store.files })
  const alarm = createAlarm(clock, lookAtDue)
  const turns = new Map<string, Promise<unknown>>()
  const closing = new AbortController()
  /** Of those that the alarm has sent. */
  const places = createLookPlaces(clock, lookAtDue)
  /** What ends the look that one is at, whoever asked for it. */
  const ends = new Map<string, AbortController>()
  const pausing = new Set<string>()
  const watches = createWatches({ ...runtime, onNews: lookSooner })
  let round: Promise<unknown> = Promise.resolve()
  const stops: (() => void)[] = []
  /** Some row may wait for a time that is far ahead now. */
  let isSetBack = false

  /** One change of a row at a time: each finds what the one before has written. */
  function inTurn<T>(key: PollKey, work: () => Promise<T>): Promise<T> {
    const name = nameOf(key)
    const done = (turns.get(name) ?? Promise.resolve()).then(work)
    const settled = done.then(
      () => undefined,
      () => undefined, // Whoever asked for the work hears of it.
    )
    turns.set(name, settled)
    void settled.then(() => turns.get(name) === settled && turns.delete(name))
    return done
  }

  function lookAtDue(): void {
    round = round.then(beginDue)
  }

  /** Lets those look whose time has come, beside those that are at it. */
  async function beginDue(): Promise<void> {
    if (closing.signal.aborted) return
    try {
      if (isSetBack) await bringBack()
      const now = clock.now()
      for (const key of await store.polls.due(now, places.askFor())) if (places.take(nameOf(key))) lookBeside(key)
      const next = await store.polls.nextWake(now)
      if (next !== undefined) alarm.setFor(next)
    } catch (error) {
      lookLater(error)
    }
  }

  /** The next ones begin when it is done. */
  function lookBeside(key: PollKey): void {
    const over = () => places.leave(nameOf(key))
    inTurn(key, () => lookIfDue(key)).then(
      () => {
        over()
        lookAtDue()
      },
      (error: unknown) => {
        over()
        lookLater(error)
      },
    )
  }

  function lookLater(error: unknown): void {
    onTrouble(error)
    if (!closing.signal.aborted) alarm.setFor(clock.now() + lookAgainMs)
  }

  async function lookIfDue(key: PollKey): Promise<void> {
    const [poll, trigger] = await Promise.all([store.polls.get(key), pollTriggerOf(workflows, types, key)])
    if (closing.signal.aborted || pausing.has(nameOf(key)) || poll?.wakeAt === undefined || poll.wakeAt > clock.now()) return
    // Its workflow has another version by now, whose triggers are about to be taken.
    const settled = typeof trigger === 'string' ? atRest(poll) : await look(poll, trigger)
    places.note(nameOf(key), settled.failures > 0)
    await store.polls.put(settled)
    failPoint('poll-settled')
    follow(settled, trigger)
  }

  /** A source that fails is left alone until a look of it goes well. */
  function follow(poll: StoredPoll, trigger: PollTrigger | string): void {
    const isFollowed = typeof trigger !== 'string' && poll.wakeAt !== undefined && poll.failures === 0 && !closing.signal.aborted
    if (isFollowed) watches.keep(poll, trigger)
    else watches.drop(poll)
  }

  function lookSooner(key: PollKey): void {
    const sooner = (poll: StoredPoll) =>
      poll.wakeAt === undefined || poll.failures > 0 ? poll : { ...poll, wakeAt: Math.min(poll.wakeAt, clock.now()) }
    change(key, sooner).catch(onTrouble)
  }

  /** Until it is over, the server stops, or somebody pauses it. */
  async function look(poll: StoredPoll, trigger: PollTrigger): Promise<StoredPoll> {
    const end = new AbortController()
    const endWithServer = () => end.abort(closing.signal.reason)
    ends.set(nameOf(poll), end)
    closing.signal.addEventListener('abort', endWithServer)
    try {
      const ports = { runtime, polls: store.polls, files, driver, onTrouble }
      return await takeLook(ports, upToDate(poll, trigger, clock.now()), trigger, end.signal)
    } finally {
      // Not `AbortSignal.any`: whoever listens to such a signal is kept as long as `closing` is, which is for ever.
      closing.signal.removeEventListener('abort', endWithServer)
      ends.delete(nameOf(poll))
    }
  }

  /** Of a version that was published: each row comes in line with its trigger as that is when its turn has come. */
  async function take({ account, id: workflowId, workflow }: PublishedWorkflow): Promise<void> {
    const known = (await allOf(account, workflowId)).map(({ triggerId }) => triggerId)
    const written = Object.entries(workflow.triggers ?? {}).flatMap(([id, { type }]) => (types.triggerType(type)?.look ? [id] : []))
    for (const triggerId of new Set([...known, ...written])) {
      const key = { account, workflowId, triggerId }
      await inTurn(key, () => takeUp(key))
    }
  }

  async function takeUp(key: PollKey): Promise<void> {
    const [before, trigger] = await Promise.all([store.polls.get(key), pollTriggerOf(workflows, types, key)])
    if (typeof trigger !== 'string') {
      const taken = takenUp(key, before, trigger, clock.now())
      if (taken !== before) await store.polls.put(taken)
      follow(taken, trigger)
      return
    }
    watches.drop(key)
    if (before !== undefined && trigger === 'switched-off') await store.polls.put(atRest(before))
    else if (before !== undefined) {
      await forgetAllFound(store.polls, key)
      await store.polls.delete(key)
      places.note(nameOf(key), false)
      await files.drop(key)
    }
  }

  /** Of workflows that were unpublished just before a death: nobody else would ever hear of that. */
  async function sweep(account: string, published: readonly PublishedWorkflow[]): Promise<void> {
    const taken = new Set(published.map(({ id }) => id))
    for (const poll of await allOf(account)) {
      if (taken.has(poll.workflowId) || !(await isUnpublished(workflows, account, poll.workflowId))) continue
      await inTurn(poll, () => takeUp(poll))
    }
  }

  async function bringBack(): Promise<void> {
    isSetBack = false
    try {
      for (const account of accounts) for (const poll of await allOf(account)) await bringOneBack(poll)
    } catch (error) {
      isSetBack = true
      throw error
    }
  }

  /** One that looks now goes by the clock as it is when it is done. */
  async function bringOneBack(known: ListedPoll): Promise<void> {
    if (!waitsAhead(known, clock.now()) || places.isLooking(nameOf(known))) return
    await inTurn(known, async () => {
      const poll = await store.polls.get(known)
      if (poll !== undefined && waitsAhead(poll, clock.now())) await store.polls.put({ ...poll, wakeAt: clock.now() })
    })
  }

  function onMoved(byMs: number): void {
    if (byMs >= 0) return // What has passed by that is due, and the alarm rings.
    isSetBack = true
    lookAtDue()
  }

  async function allOf(account: string, workflowId?: string): Promise<readonly ListedPoll[]> {
    const all: ListedPoll[] = []
    let cursor: string | undefined
    do {
      const page = await store.polls.list(account, workflowId === undefined ? {} : { workflowId }, {
        limit: 200,
        ...(cursor !== undefined && { cursor }),
      })
      all.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return all
  }

  function takeNow(published: PublishedWorkflow): void {
    take(published).then(lookAtDue, onTrouble)
  }

  /** Changes the row of a poll whose trigger is there. */
  function change(key: PollKey, to: (poll: StoredPoll, trigger: PollTrigger) => StoredPoll | Promise<StoredPoll>) {
    return inTurn(key, async () => {
      const [poll, trigger] = await Promise.all([store.polls.get(key), pollTriggerOf(workflows, types, key)])
      if (poll === undefined || typeof trigger === 'string') return undefined
      const changed = await to(poll, trigger)
      await store.polls.put(changed)
      lookAtDue()
      return changed
    })
  }

  return {
    async open() {
      stops.push(workflows.onPublished(takeNow), clock.onMoved(onMoved))
      for (const account of accounts) {
        const published = await workflows.list(account)
        for (const one of published) await take(one)
        await sweep(account, published)
      }
      // Not awaited: a source that answers slowly must not hold up the start.
      lookAtDue()
    },
    list: store.polls.list,
    get: store.polls.get,
    async pause(key) {
      const name = nameOf(key)
      pausing.add(name)
      watches.drop(key)
      // What it has found and not begun stays to be begun.
      ends.get(name)?.abort(new Error('It is paused.'))
      try {
        return await change(key, (poll) => ({ ...atRest(poll), isPaused: true }))
      } finally {
        pausing.delete(name)
      }
    },
    resume: (key) => change(key, (poll) => (poll.isPaused ? { ...poll, isPaused: false, wakeAt: clock.now() } : poll)),
    look: (key) => change(key, look),
    async close() {
      closing.abort(new Error('The server stops.'))
      alarm.close()
      for (const stop of stops.splice(0)) stop()
      await watches.close()
      await round
      await Promise.all(turns.values())
    },
  }
}

/** The same row where nothing changes. */
function takenUp(key: PollKey, before: StoredPoll | undefined, trigger: PollTrigger, now: number): StoredPoll {
  if (before === undefined)
    return { ...key, source: trigger.source, isPaused: false, isCaughtUp: false, seen: [], failures: 0, wakeAt: now }
  const row = upToDate(before, trigger, now)
  const isWaiting = row.wakeAt !== undefined && !waitsAhead(row, now)
  return row.isPaused || isWaiting ? row : { ...row, wakeAt: now }
}

/** At something else it begins anew. */
function upToDate(before: StoredPoll, { source }: PollTrigger, now: number): StoredPoll {
  if (before.source === source) return before
  const { cursor: _, ...rest } = atRest(before)
  return { ...rest, source, isCaughtUp: false, seen: [], failures: 0, ...(!before.isPaused && { wakeAt: now }) }
}

/** What was last stays to be seen. */
function atRest({ wakeAt: _, ...poll }: StoredPoll): StoredPoll {
  return poll
}

function nameOf({ account, workflowId, triggerId }: PollKey): string {
  return `${account}\n${workflowId}\n${triggerId}`
}
