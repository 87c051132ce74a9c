import { createMemoryStore, type EventStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEventLink } from './event-link.ts'

interface Sent {
  readonly type?: string
  readonly code?: string
  readonly position?: number
}

const account = 'default'

/** What somebody is told who missed so many events, of which a look at the store gives `atOnce` at most, as where they are large. */
async function toldAfter(count: number, atOnce: number): Promise<readonly Sent[]> {
  const { events } = createMemoryStore()
  const since: EventStore['since'] = (account, position, limit) => events.since(account, position, Math.min(limit, atOnce))
  const missed = Array.from({ length: count }, (_, n) => ({ account, id: `${n}`, name: 'a', data: null, at: 1, source: {}, depth: 1 }))
  await events.append(missed)
  await events.delivered(count, [])
  const sent: Sent[] = []
  const onTrouble = (error: unknown): never => {
    throw error
  }
  const link = createEventLink({ events: { since, cursor: events.cursor }, account, send: (message) => sent.push(message), onTrouble })
  await link.take({ type: 'subscribe', events: {}, after: 0 })
  link.close()
  return sent
}

test('who missed few events is told all of them, however few come at once', async () => {
  expect((await toldAfter(150, 1)).at(-1)).toMatchObject({ type: 'events', position: 150 })
  expect((await toldAfter(10_000, 100)).at(-1)).toMatchObject({ type: 'events', position: 10_000 })
})

test('who missed more than 10,000 reads the list anew', async () => {
  expect((await toldAfter(10_001, 100)).at(-1)).toMatchObject({ type: 'error', code: 'LIVE_TOO_FAR_BEHIND' })
})
