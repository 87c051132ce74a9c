import { type EventFilter, type EventStore, holdsEvent, type StoredEvent } from '@millrace/store'
import { createBudget, withPreviews } from '../preview.ts'
import { eventFilterOf, eventView } from '../views/event-view.ts'
import type { EventMessage, LiveErrorCode } from './live-protocol.ts'
import { createPacedLooks } from './paced-looks.ts'

/**
 * Owns: which events one client follows, and how far it has been told of them.
 * Does not own: the events; the store has them in the order in which they came.
 * Invariants: an event is told when it comes, and again when it is delivered or something more has come of it. One look at a time, and between
 * two of them the client has the time to read.
 */
export interface EventLink {
  /** One thing after the other. */
  take(message: EventMessage): Promise<void>
  /** There may be new events. */
  look(): void
  /** Something has come of these, or they and all before them are delivered. */
  lookAt(positions: readonly number[]): void
  close(): void
}

interface EventLinkPorts {
  readonly events: Pick<EventStore, 'since' | 'cursor'>
  readonly account: string
  send(message: object): void
  onTrouble(error: unknown): void
}

interface Wish {
  readonly filter: EventFilter
  /** All up to here were told as they are delivered; a client that comes back goes on from here. */
  settled: number
  /** All up to here were told. */
  told: number
  /** Of those, what has become of more since. */
  readonly again: Set<number>
}

const eventsAtOnce = 100
/** Who was away for more reads the list anew. */
const mostMissed = 10_000
/** A live message is for following along: what is larger than this is looked up. */
const dataLimitBytes = 16 * 1024
const messageLimitBytes = 256 * 1024

export function createEventLink({ events, account, send, onTrouble }: EventLinkPorts): EventLink {
  let wish: Wish | undefined
  const looks = createPacedLooks({ look: lookOn, onBroken: broken })

  function fail(code: LiveErrorCode, message: string): void {
    wish = undefined
    send({ type: 'error', code, message })
  }

  async function subscribe({ events: asked, after }: Extract<EventMessage, { type: 'subscribe' }>): Promise<void> {
    wish = undefined
    const cursor = await events.cursor()
    // Who followed a server that was taken back to an earlier state since has a position of what comes only now.
    const from = Math.min(after ?? cursor, cursor)
    wish = { filter: eventFilterOf(asked), settled: from, told: from, again: new Set() }
    send({ type: 'subscribed', events: true, position: from })
    if (after !== undefined) await tellMissed(wish)
  }

  async function tellMissed(one: Wish): Promise<void> {
    const furthest = one.told + mostMissed
    while (await tellSome(one)) {
      if (one.told <= furthest) continue
      fail('LIVE_TOO_FAR_BEHIND', `More than ${mostMissed} events were missed: read the list anew and subscribe without "after".`)
      return
    }
  }

  async function lookOn(): Promise<void> {
    while (wish !== undefined && (await tellSome(wish)));
  }

  /** Returns whether there may be more. */
  async function tellSome(one: Wish): Promise<boolean> {
    const cursor = await events.cursor()
    return (await tellAgain(one, cursor)) || (await tellSettled(one, cursor)) || (await tellNew(one, cursor))
  }

  /** What is older and has started something only now, as what does not come in time does. */
  async function tellAgain(one: Wish, cursor: number): Promise<boolean> {
    const [position] = one.again
    if (position === undefined) return false
    one.again.delete(position)
    if (position > one.settled) return true
    const [event] = await events.since(account, position - 1, 1)
    if (!isStill(one)) return false
    if (event?.position === position) tell(one, [event], cursor)
    return true
  }

  async function tellSettled(one: Wish, cursor: number): Promise<boolean> {
    if (one.settled >= cursor) return false
    const found = (await events.since(account, one.settled, eventsAtOnce)).filter(({ position }) => position <= cursor)
    if (!isStill(one)) return false
    one.settled = found.at(-1)?.position ?? cursor
    one.told = Math.max(one.told, one.settled)
    tell(one, found, cursor)
    return true
  }

  async function tellNew(one: Wish, cursor: number): Promise<boolean> {
    const found = await events.since(account, one.told, eventsAtOnce)
    if (!isStill(one)) return false
    one.told = found.at(-1)?.position ?? one.told
    tell(one, found, cursor)
    return found.length > 0
  }

  function isStill(one: Wish): boolean {
    return wish === one
  }

  function tell({ filter, settled }: Wish, found: readonly StoredEvent[], cursor: number): void {
    const wanted = found.filter((event) => holdsEvent(filter, event))
    if (wanted.length === 0) return
    const budget = createBudget(dataLimitBytes, messageLimitBytes)
    send({ type: 'events', position: settled, events: wanted.map((event) => withPreviews(eventView(event, cursor), ['data'], budget)) })
  }

  function broken(error: unknown): void {
    onTrouble(error)
    fail('LIVE_FAILED', 'Something broke inside the server: look into its log, and subscribe again.')
  }

  return {
    take: (message) =>
      looks.first(async () => {
        if (message.type === 'subscribe') return subscribe(message)
        wish = undefined
        send({ ...message, type: 'unsubscribed' })
      }),
    look() {
      if (wish !== undefined) looks.ask()
    },
    lookAt(positions) {
      if (wish === undefined) return
      for (const position of positions) wish.again.add(position)
      looks.ask()
    },
    close() {
      wish = undefined
      looks.close()
    },
  }
}
