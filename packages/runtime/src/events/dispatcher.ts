import {
  type Delivery,
  type EventFiring,
  failPoint,
  type NewStoredEvent,
  type Store,
  type StoredPattern,
  StoreError,
} from '@millrace/store'
import type { Driver } from '../driver.ts'
import { createAlarm } from '../embedded/alarm.ts'
import { RuntimeError } from '../errors.ts'
import { nextTurn } from '../next-turn.ts'
import type { Clock } from '../ports.ts'
import type { EventBus } from './event-bus.ts'
import { fireListener } from './fire-listener.ts'
import type { Listener, Listeners } from './listeners.ts'
import { waitsTooLong } from './pattern-steps.ts'
import { createPatternRun, type PatternRun } from './patterns.ts'

/**
 * Brings events to whoever listens: triggers, and steps that wait.
 * Owns: the cursor of delivery. Does not own: who listens (listeners), what an execution does (the driver).
 * Invariants: D1 an event is delivered before the cursor has passed it, whatever dies in between. D2 delivered again, it starts nothing
 * twice. D3 one event that cannot be delivered does not hold up those behind it; a store that does not answer holds up all of them.
 */
export interface Dispatcher {
  open(): Promise<void>
  /** Resolves when the event at this position, and all before it, are delivered. Never, where nothing delivers. */
  delivered(position: number): Promise<void>
  /** Called when it is on disk what has come of these events; of others before the last of them nothing has. Returns the way to stop listening. */
  onDelivered(listener: (positions: readonly number[]) => void): () => void
  close(): Promise<void>
}

export interface DispatcherPorts {
  readonly store: Pick<Store, 'events'>
  readonly bus: Pick<EventBus, 'onAppended'>
  readonly listeners: Pick<Listeners, 'of' | 'find'>
  readonly driver: Pick<Driver, 'start' | 'emit'>
  readonly clock: Clock
  readonly maxDepth: number
  onTrouble(error: unknown): void
}

const pageSize = 100
/** A page ends with the event that brings them to so many: what they start is written down in one transaction. */
const mostHeard = 1000
/** So many are started at the same time: they share a commit, and nobody else waits long for theirs. */
const startedAtOnce = 100
/** So many patterns are looked through when the clock has been set back; those that wake first. */
const mostBroughtBack = 20_000
const tryAgainMs = 1000

/** An event with the triggers that listen for it. */
interface Heard {
  readonly event: NewStoredEvent
  readonly by: readonly Listener[]
}

export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const { store, bus, listeners, driver, clock, onTrouble } = ports
  let phase: 'new' | 'idle' | 'working' | 'closed' = 'new'
  let isAskedAgain = false
  let cursor = 0
  let work: Promise<void> = Promise.resolve()
  let waiting: { readonly position: number; readonly resolve: () => void }[] = []
  /** When time alone changes what a pattern has seen. */
  let nextWake: number | undefined
  /** Some pattern may wait for a time that is far ahead now; so it may at the start. */
  let isSetBack = true
  const alarm = createAlarm(clock, look)
  const followers = new Set<(positions: readonly number[]) => void>()
  const stops: (() => void)[] = []
  let stopAlarm: (() => void) | undefined

  function look(): void {
    isAskedAgain = true
    if (phase !== 'idle') return
    phase = 'working'
    work = deliverAll()
  }

  function onMoved(byMs: number): void {
    if (byMs >= 0) return // What has passed by that is due, and the alarm rings.
    isSetBack = true
    look()
  }

  /** Asked through a function, for what is awaited may see the end come. */
  function isClosed(): boolean {
    return phase === 'closed'
  }

  async function deliverAll(): Promise<void> {
    stopAlarm?.()
    try {
      while (isAskedAgain && !isClosed()) {
        isAskedAgain = false
        while (!isClosed() && (await deliverPage())) await nextTurn()
        if (isSetBack) await bringPatternsBack()
        while (!isClosed() && isPatternDue() && (await lookAtDuePatterns()) === pageSize) await nextTurn()
      }
    } catch (error) {
      if (isClosed()) return
      onTrouble(error)
      stopAlarm = clock.wakeAfter(tryAgainMs, look)
    } finally {
      if (!isClosed()) phase = 'idle'
    }
  }

  /** True when there may be more. */
  async function deliverPage(): Promise<boolean> {
    const page = heardOf(await store.events.undelivered(pageSize))
    const last = page.at(-1)
    if (last === undefined) return false
    const run = createPatternRun(ports)
    const firing = fireAll(page)
    firing.catch(ignore) // Awaited below; until then nobody else may stumble over it.
    const deliveries: Delivery[] = []
    for (const { event, by } of page) {
      // One after the other: a step that waits for the same name again hears the second of two, and patterns are in order.
      const received = await tell(event)
      deliveries.push({ position: event.position, received, firings: await takeInOrder(run, event, by) })
    }
    const fired = await firing
    if (isClosed()) return false
    const whole = deliveries.map((delivery, index) => ({ ...delivery, firings: [...(fired[index] ?? []), ...delivery.firings] }))
    await keep(last.event.position, whole.filter(isWorthKeeping), run)
    return true
  }

  function heardOf(events: readonly NewStoredEvent[]): readonly Heard[] {
    const page: Heard[] = []
    let count = 0
    for (const event of events) {
      if (count >= mostHeard) break
      const by = listeners.of(event.account, event.name)
      count += by.length
      page.push({ event, by })
    }
    return page
  }

  async function keep(upTo: number, deliveries: readonly Delivery[], run: PatternRun): Promise<void> {
    const changes = run.changes()
    failPoint('event-delivered')
    await store.events.delivered(upTo, deliveries, changes)
    failPoint('event-cursor-moved')
    moveTo(upTo)
    const positions = deliveries.map(({ position }) => position)
    for (const follower of followers) follower(positions)
    if (changes.length > 0) await setAlarm()
  }

  /** What each of them has started, in the order of the events. */
  async function fireAll(page: readonly Heard[]): Promise<readonly (readonly EventFiring[])[]> {
    const fired: EventFiring[][] = page.map(() => [])
    const all = page.flatMap(({ event, by }, index) =>
      by.flatMap((listener) => (listener.hearing.pattern === undefined ? { event, listener, firings: fired[index] } : [])),
    )
    for (let from = 0; from < all.length && !isClosed(); from += startedAtOnce) {
      if (from > 0) await nextTurn()
      const part = all.slice(from, from + startedAtOnce)
      const made = await Promise.all(part.map(({ event, listener }) => fireListener(ports, event, listener)))
      for (const [index, firing] of made.entries()) if (firing !== undefined) part[index]?.firings?.push(firing)
    }
    return fired
  }

  async function takeInOrder(run: PatternRun, event: NewStoredEvent, found: readonly Listener[]): Promise<readonly EventFiring[]> {
    const firings: EventFiring[] = []
    for (const listener of found) {
      const firing = listener.hearing.pattern && (await run.take(event, listener))
      if (firing !== undefined) firings.push(firing)
    }
    return firings
  }

  function isPatternDue(): boolean {
    return nextWake !== undefined && nextWake <= clock.now()
  }

  /** After all events that are there: one that came in time may be among them. */
  async function lookAtDuePatterns(): Promise<number> {
    const due = await store.events.duePatterns(clock.now(), pageSize)
    await lookAtPatterns(due)
    if (due.length === 0) await setAlarm()
    return due.length
  }

  /** Somebody has set the clock back: those that wait for longer than they may have seen their events by a clock that was ahead. */
  async function bringPatternsBack(): Promise<void> {
    isSetBack = false
    try {
      const now = clock.now()
      const all = await store.events.duePatterns(Number.MAX_SAFE_INTEGER, mostBroughtBack)
      const ahead = all.filter(({ wakeAt, ...key }) => waitsTooLong(listeners.find(key)?.hearing.pattern, wakeAt - now))
      for (let from = 0; from < ahead.length && !isClosed(); from += pageSize) {
        await lookAtPatterns(ahead.slice(from, from + pageSize))
        await nextTurn()
      }
    } catch (error) {
      isSetBack = true
      throw error
    }
  }

  async function lookAtPatterns(patterns: readonly StoredPattern[]): Promise<void> {
    const now = clock.now()
    const run = createPatternRun(ports)
    const deliveries = new Map<number, Delivery>()
    for (const { state: _, wakeAt: __, ...key } of patterns) {
      const fired = await run.look(key, now)
      const event = fired && (await store.events.get(key.account, fired.eventId))
      if (event === undefined || fired === undefined) continue
      const { position, received, firings } = deliveries.get(event.position) ?? event
      deliveries.set(position, { position, received, firings: [...firings, fired.firing] })
    }
    if (!isClosed()) await keep(0, [...deliveries.values()], run)
  }

  async function setAlarm(): Promise<void> {
    nextWake = await store.events.nextPatternWake()
    if (nextWake !== undefined && !isClosed()) alarm.setFor(nextWake)
  }

  /** The steps that wait for it now. */
  async function tell({ account, name, data, source: { by } }: NewStoredEvent): Promise<number> {
    try {
      return await driver.emit({ account, name, data, ...(by !== undefined && { by }) })
    } catch (error) {
      if (error instanceof StoreError || (error instanceof RuntimeError && error.code === 'CLOSED')) throw error
      onTrouble(error)
      return 0
    }
  }

  function moveTo(position: number): void {
    cursor = Math.max(cursor, position)
    const told = waiting.filter((one) => one.position <= cursor)
    waiting = waiting.filter((one) => one.position > cursor)
    for (const { resolve } of told) resolve()
  }

  return {
    async open() {
      moveTo(await store.events.cursor())
      if (isClosed()) return
      phase = 'idle'
      await setAlarm()
      stops.push(bus.onAppended(look), clock.onMoved(onMoved))
      look()
    },
    delivered: (position) => (position <= cursor ? Promise.resolve() : new Promise((resolve) => void waiting.push({ position, resolve }))),
    onDelivered(listener) {
      followers.add(listener)
      return () => followers.delete(listener)
    },
    async close() {
      phase = 'closed'
      for (const stop of stops.splice(0)) stop()
      stopAlarm?.()
      alarm.close()
      await work
    },
  }
}

function isWorthKeeping({ received, firings }: Delivery): boolean {
  return received > 0 || firings.length > 0
}

function ignore(): void {
  // Whoever awaits it hears of it.
}
