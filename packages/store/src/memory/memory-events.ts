import { decodeNumberCursor } from '../cursor.ts'
import { encodeJson } from '../encode-json.ts'
import type { Delivery, EventPlace, EventStore, NewEvent, PatternChange, PatternKey, StoredEvent, StoredPattern } from '../event-store.ts'
import { holdsEvent } from '../events/holds-event.ts'
import { pageOf } from '../page.ts'

/** `insert` is for the other writes that bring events with them. */
export interface MemoryEvents extends EventStore {
  insert(event: NewEvent): EventPlace
}

export function createMemoryEvents(): MemoryEvents {
  /** By position, oldest first. */
  const rows = new Map<number, StoredEvent>()
  const byId = new Map<string, number>()
  const patterns = new Map<string, StoredPattern>()
  let lastPosition = 0
  let cursor = 0

  function insert(event: NewEvent): EventPlace {
    const known = byId.get(keyOf(event))
    if (known !== undefined) return { position: known, isNew: false }
    const copy = JSON.parse(encodeJson(event)) as NewEvent // Our own text.
    lastPosition += 1
    rows.set(lastPosition, { ...copy, position: lastPosition, received: 0, firings: [] })
    byId.set(keyOf(event), lastPosition)
    return { position: lastPosition, isNew: true }
  }

  function note({ position, received, firings }: Delivery): void {
    const row = rows.get(position)
    if (row !== undefined) rows.set(position, { ...row, received, firings: firings.map((firing) => ({ ...firing })) })
  }

  function changePattern(change: PatternChange): void {
    if (change.state === undefined) patterns.delete(patternName(change))
    else patterns.set(patternName(change), { ...change })
  }

  return {
    insert,

    async append(events) {
      for (const event of events) encodeJson(event)
      return events.map(insert)
    },

    async get(account, id) {
      return rows.get(byId.get(keyOf({ account, id })) ?? 0)
    },

    async list(account, filter, { limit, cursor: after }) {
      const end = after === undefined ? Number.POSITIVE_INFINITY : decodeNumberCursor(after)
      const found = [...rows.values()].filter((row) => row.account === account && row.position < end && holdsEvent(filter, row))
      return pageOf(found.reverse().slice(0, limit + 1), limit, ({ position }) => [position])
    },

    async since(account, position, limit) {
      return [...rows.values()].filter((row) => row.account === account && row.position > position).slice(0, limit)
    },

    async undelivered(limit) {
      const found = [...rows.values()].filter(({ position }) => position > cursor).slice(0, limit)
      return found.map(({ received: _, firings: __, ...event }) => event)
    },

    async delivered(upTo, deliveries, changes = []) {
      cursor = Math.max(cursor, upTo)
      deliveries.forEach(note)
      changes.forEach(changePattern)
    },

    pattern: async (key) => patterns.get(patternName(key)),

    async duePatterns(now, limit) {
      const due = [...patterns.values()].filter(({ wakeAt }) => wakeAt <= now)
      return due.sort((one, other) => one.wakeAt - other.wakeAt).slice(0, limit)
    },

    async nextPatternWake() {
      const times = [...patterns.values()].map(({ wakeAt }) => wakeAt)
      return times.length === 0 ? undefined : times.reduce((one, other) => Math.min(one, other))
    },

    cursor: async () => cursor,

    async purge(account, before, limit) {
      const old = [...rows.values()].filter((row) => row.account === account && row.at < before && row.position <= cursor).slice(0, limit)
      for (const row of old) {
        rows.delete(row.position)
        byId.delete(keyOf(row))
      }
      return old.length
    },
  }
}

function keyOf({ account, id }: Pick<NewEvent, 'account' | 'id'>): string {
  return `${account}\n${id}`
}

function patternName({ account, workflowId, triggerId, key }: PatternKey): string {
  return JSON.stringify([account, workflowId, triggerId, key])
}
