import type { PollKey, Store, StoredPoll } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { createAlarm } from '../embedded/alarm.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { type PollTrigger, type PollTypes, pollTriggerOf, pollTriggers } from './poll-trigger.ts'
import type { Polls } from './polls.ts'
import { takeLook } from './take-look.ts'
import { waitsAhead } from './waits-ahead.ts'

export interface PollPorts {
  /** What nodes run on. */
  readonly runtime: RuntimePorts
  readonly store: Pick<Store, 'polls'>
  readonly driver: Pick<Driver, 'start'>
  readonly types: PollTypes
  /** Whose workflows are taken up at the start. */
  readonly accounts: readonly string[]
  onTrouble(error: unknown): void
}

const looksAtOnce = 10
const lookAgainMs = 10_000

/**
 * Lets the triggers that look for what is new look.
 * Owns: the rows of polls; it alone writes them, one change of a row at a time. Does not own: what is looked at (the trigger type), what an
 * execution does (the driver).
 * Invariants: L1 what a look has found is begun exactly once: it is on disk, with the ids of its executions, before the first is begun.
 * L2 a trigger never looks twice at the same time. L3 while a row has a time there is an alarm for it, whatever the store answers. L4 no row
 * waits for longer than it was to, but by what the clock was set back since its last look.
 */
export function createPolls({ runtime, store, driver, types, accounts, onTrouble }: PollPorts): Polls {
  const { clock, workflows } = runtime
  const alarm = createAlarm(clock, lookAtDue)
  const turns = new Map<string, Promise<unknown>>()
  const closing = new AbortController()
  const looking = new Set<string>()
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
      for (const key of await store.polls.due(now, looksAtOnce + looking.size)) {
        if (looking.size < looksAtOnce && !looking.has(nameOf(key))) lookBeside(key)
      }
      const next = await store.polls.nextWake(now)
      if (next !== undefined) alarm.setFor(next)
    } catch (error) {
      lookLater(error)
    }
  }

  /** The next ones begin when it is done. */
  function lookBeside(key: PollKey): void {
    const name = nameOf(key)
    looking.add(name)
    const over = () => looking.delete(name)
    inTurn(key, () => lookIfDue(key)).then(
      () => over() && lookAtDue(),
      (error: unknown) => over() && lookLater(error),
    )
  }

  function lookLater(error: unknown): void {
    onTrouble(error)
    if (!closing.signal.aborted) alarm.setFor(clock.now() + lookAgainMs)
  }

  async function lookIfDue(key: PollKey): Promise<void> {
    const [poll, trigger] = await Promise.all([store.polls.get(key), pollTriggerOf(workflows, types, key)])
    if (closing.signal.aborted || poll?.wakeAt === undefined || poll.wakeAt > clock.now()) return
    // Its workflow has another version by now, whose triggers are about to be taken.
    await store.polls.put(trigger === undefined ? atRest(poll) : await takeLook(ports(), poll, trigger, closing.signal))
  }

  function ports() {
    return { runtime, polls: store.polls, driver, onTrouble }
  }

  /** One that looks at what it looked at before goes on where it was. */
  async function take(published: PublishedWorkflow): Promise<void> {
    const { account, id: workflowId, workflow } = published
    const triggers = pollTriggers(published, types)
    for (const before of await allOf(account, workflowId)) {
      if (triggers.some(({ id }) => id === before.triggerId)) continue
      const isThere = Object.hasOwn(workflow.triggers ?? {}, before.triggerId)
      await inTurn(before, async () => {
        if (!isThere) return store.polls.delete(before)
        const now = await store.polls.get(before)
        if (now !== undefined) await store.polls.put(atRest(now))
      })
    }
    for (const trigger of triggers) {
      const key = { account, workflowId, triggerId: trigger.id }
      await inTurn(key, async () => {
        const taken = takenUp(key, await store.polls.get(key), trigger, clock.now())
        if (taken !== undefined) await store.polls.put(taken)
      })
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
  async function bringOneBack(known: StoredPoll): Promise<void> {
    if (!waitsAhead(known, clock.now()) || looking.has(nameOf(known))) return
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

  async function allOf(account: string, workflowId?: string): Promise<readonly StoredPoll[]> {
    const all: StoredPoll[] = []
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
      if (poll === undefined || trigger === undefined) return undefined
      const changed = await to(poll, trigger)
      await store.polls.put(changed)
      lookAtDue()
      return changed
    })
  }

  return {
    async open() {
      stops.push(workflows.onPublished(takeNow), clock.onMoved(onMoved))
      for (const account of accounts) for (const published of await workflows.list(account)) await take(published)
      // Not awaited: a source that answers slowly must not hold up the start.
      lookAtDue()
    },
    list: store.polls.list,
    get: store.polls.get,
    pause: (key) => change(key, (poll) => ({ ...atRest(poll), isPaused: true })),
    resume: (key) => change(key, (poll) => (poll.isPaused ? { ...poll, isPaused: false, wakeAt: clock.now() } : poll)),
    look: (key) => change(key, (poll, trigger) => takeLook(ports(), poll, trigger, closing.signal)),
    async close() {
      closing.abort(new Error('The server stops.'))
      alarm.close()
      for (const stop of stops.splice(0)) stop()
      await round
      await Promise.all(turns.values())
    },
  }
}

/** Undefined where nothing changes. */
function takenUp(key: PollKey, before: StoredPoll | undefined, { source }: PollTrigger, now: number): StoredPoll | undefined {
  if (before === undefined) return { ...key, source, isPaused: false, isCaughtUp: false, seen: [], failures: 0, wakeAt: now }
  if (before.source === source) {
    const isWaiting = before.wakeAt !== undefined && !waitsAhead(before, now)
    return before.isPaused || isWaiting ? undefined : { ...before, wakeAt: now }
  }
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
