import { createMemoryStore, StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEventBus } from '../events/event-bus.ts'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { createHostEvents } from './host-events.ts'
import { stepPlace } from './testing/step-place.ts'
import { createPatience } from './write-patiently.ts'

const full = new StoreError('STORE_FULL', 'There is no room.')

function opened() {
  const clock = createSimulatedClock(0)
  const attempt = new AbortController()
  return { clock, attempt, patiently: createPatience(clock, { signal: () => attempt.signal }) }
}

test('waits while there is no room, and gives what the write gave', async () => {
  const { clock, patiently } = opened()
  let tries = 0
  const written = patiently(async () => {
    tries += 1
    if (clock.now() < 60_000) throw full
    return 'written'
  })
  await clock.advance(59_000)
  expect(tries).toBe(60)
  await clock.advance(1_000)
  expect(await written).toBe('written')
})

test('ends with the attempt, and leaves nothing behind', async () => {
  const { clock, attempt, patiently } = opened()
  let tries = 0
  const refused = patiently(async () => {
    tries += 1
    throw full
  })
  const outcome = expect(refused).rejects.toBe(full)
  await clock.advance(2_500)
  attempt.abort()
  await outcome
  await clock.advance(60_000)
  expect(tries).toBe(4)
})

test('what will not pass is told at once', async () => {
  const { patiently } = opened()
  for (const error of [new StoreError('STORE_FAILED', 'x'), new StoreError('VALUE_TOO_LARGE', 'x'), new Error('x')])
    await expect(patiently(() => Promise.reject(error))).rejects.toBe(error)
})

test('an event of a step is sent once there is room', async () => {
  const { clock, attempt, patiently } = opened()
  const store = createMemoryStore()
  let isFull = true
  const events = {
    ...store.events,
    append: (...args: Parameters<typeof store.events.append>) => (isFull ? Promise.reject(full) : store.events.append(...args)),
  }
  const bus = createEventBus({ store: { ...store, events }, clock, maxDepth: 25 })
  const sent = createHostEvents(bus, { ...stepPlace(), signal: () => attempt.signal }, patiently).emit({ name: 'paid', data: 1 })
  await clock.advance(5_000)
  isFull = false
  await clock.advance(1_000)
  expect(await sent).toEqual({ id: 'e1:s' })
  expect((await store.events.list('default', {}, { limit: 9 })).items).toHaveLength(1)
})
