import { type Delivery, type EventFiring, failPoint, type NewStoredEvent, type Store, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { EventBus } from './event-bus.ts'
import { fireListener } from './fire-listener.ts'
import type { Listeners } from './listeners.ts'

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
  close(): Promise<void>
}

export interface DispatcherPorts {
  readonly store: Pick<Store, 'events'>
  readonly bus: Pick<EventBus, 'onAppended'>
  readonly listeners: Pick<Listeners, 'of'>
  readonly driver: Pick<Driver, 'start' | 'emit'>
  readonly clock: Pick<Clock, 'wakeAfter'>
  readonly maxDepth: number
  onTrouble(error: unknown): void
}

const pageSize = 100
const tryAgainMs = 1000

export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const { store, bus, listeners, driver, clock, onTrouble } = ports
  let phase: 'new' | 'idle' | 'working' | 'closed' = 'new'
  let isAskedAgain = false
  let cursor = 0
  let work: Promise<void> = Promise.resolve()
  let waiting: { readonly position: number; readonly resolve: () => void }[] = []
  let stopAppended: (() => void) | undefined
  let stopAlarm: (() => void) | undefined

  function look(): void {
    isAskedAgain = true
    if (phase !== 'idle') return
    phase = 'working'
    work = deliverAll()
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
        while (!isClosed() && (await deliverPage()) === pageSize);
      }
    } catch (error) {
      if (isClosed()) return
      onTrouble(error)
      stopAlarm = clock.wakeAfter(tryAgainMs, look)
    } finally {
      if (!isClosed()) phase = 'idle'
    }
  }

  async function deliverPage(): Promise<number> {
    const page = await store.events.undelivered(pageSize)
    const last = page.at(-1)
    if (last === undefined) return 0
    const firings = page.map(fireAll)
    const deliveries: Delivery[] = []
    for (const [index, event] of page.entries()) {
      // One after the other: a step that waits for the same name again hears the second of two.
      const received = await tell(event)
      deliveries.push({ position: event.position, received, firings: (await firings[index]) ?? [] })
    }
    if (isClosed()) return 0
    failPoint('event-delivered')
    await store.events.delivered(last.position, deliveries.filter(isWorthKeeping))
    failPoint('event-cursor-moved')
    moveTo(last.position)
    return page.length
  }

  async function fireAll(event: NewStoredEvent): Promise<readonly EventFiring[]> {
    const found = listeners.of(event.account, event.name)
    if (found.length === 0) return []
    const fired = await Promise.all(found.map((listener) => fireListener(ports, event, listener)))
    return fired.flatMap((firing) => firing ?? [])
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
    cursor = position
    const told = waiting.filter((one) => one.position <= cursor)
    waiting = waiting.filter((one) => one.position > cursor)
    for (const { resolve } of told) resolve()
  }

  return {
    async open() {
      moveTo(await store.events.cursor())
      if (isClosed()) return
      phase = 'idle'
      stopAppended = bus.onAppended(look)
      look()
    },
    delivered: (position) => (position <= cursor ? Promise.resolve() : new Promise((resolve) => void waiting.push({ position, resolve }))),
    async close() {
      phase = 'closed'
      stopAppended?.()
      stopAlarm?.()
      await work
    },
  }
}

function isWorthKeeping({ received, firings }: Delivery): boolean {
  return received > 0 || firings.length > 0
}
