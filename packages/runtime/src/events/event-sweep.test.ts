import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { openKeepRules } from '../retention/keep-rules.ts'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { sweepEvents } from './event-sweep.ts'

const day = 24 * 60 * 60_000

async function opened(setting: Readonly<Record<string, string>> = {}) {
  const { events, settings } = createMemoryStore()
  const clock = createSimulatedClock(0)
  const rules = await openKeepRules(settings, setting)
  const stop = sweepEvents({
    store: events,
    rules,
    clock,
    accounts: ['acme'],
    onTrouble(error) {
      throw error
    },
  })
  const append = (id: string) => events.append([{ account: 'acme', id, name: 'n', data: null, at: clock.now(), source: {}, depth: 1 }])
  const ids = async () => (await events.list('acme', {}, { limit: 9 })).items.map(({ id }) => id)
  return { events, clock, stop, append, ids }
}

test('delivered events go after seven days, others stay', async () => {
  const { events, clock, append, ids, stop } = await opened()
  const [a] = await append('a')
  await events.delivered(a?.position ?? 0, [])
  await append('b')
  await clock.advance(6.9 * day)
  expect(await ids()).toEqual(['b', 'a'])
  await clock.advance(0.2 * day)
  expect(await ids()).toEqual(['b'])
  stop()
})

test('as long as somebody says, or for ever', async () => {
  for (const [age, left] of [
    ['1h', []],
    ['none', ['a']],
  ] as const) {
    const { events, clock, append, ids, stop } = await opened({ 'events.age': age })
    const [a] = await append('a')
    await events.delivered(a?.position ?? 0, [])
    await clock.advance(30 * day)
    expect(await ids()).toEqual(left)
    stop()
  }
})
