import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { sweepValues } from './value-sweep.ts'

test('deletes what has expired, again and again, until it is stopped', async () => {
  const { values } = createMemoryStore()
  const clock = createSimulatedClock(0)
  const put = (key: string) => values.put({ account: 'acme', space: 'account', key, value: 1, at: clock.now(), expiresAt: clock.now() + 1 })
  const stop = sweepValues(values, clock, (error) => {
    throw error
  })
  for (const key of ['a', 'b']) {
    await put(key)
    await clock.advance(10 * 60_000)
    expect(await values.purge(clock.now(), 9)).toBe(0)
  }
  stop()
  await put('c')
  await clock.advance(60 * 60_000)
  expect(await values.purge(clock.now(), 9)).toBe(1)
})
