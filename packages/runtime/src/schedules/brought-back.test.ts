import { StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { clockWorkflow, firedAt, hour, openScheduled, start } from '../testing/scheduled-world.ts'
import type { SimulatedClock } from '../testing/simulated-clock.ts'
import { account } from '../testing/world.ts'

/** Somebody sets the clock, and it is noticed. */
async function set(clock: SimulatedClock, byMs: number): Promise<void> {
  clock.set(byMs)
  clock.look()
  await clock.advance(0)
}

test.each(['last', 'all', 'none'] as const)('a clock that was a year ahead leaves it silent no longer, with missed: %s', async (missed) => {
  const { clock, disk, row } = await openScheduled(clockWorkflow({ missed }))
  await clock.advance(1.5 * hour)
  await set(clock, 365 * 24 * hour)
  await clock.advance(hour)
  await set(clock, -365 * 24 * hour)
  expect((await row())?.nextAt).toBe(start + 3 * hour)
  await clock.advance(2 * hour)
  expect((await firedAt(disk)).filter((at) => at < 24)).toEqual([1, 3, 4])
})

test.each(['by the same process', 'by the next one'])(
  'a start that the store refused while the clock was a year ahead is tried at its time, as seen %s',
  async (seen) => {
    const first = await openScheduled(clockWorkflow())
    first.store.failCommits(new StoreError('STORE_IN_USE', 'Another program holds the store.'))
    await set(first.clock, 365 * 24 * hour)
    expect(await first.row()).toMatchObject({ nextAt: start + hour, wakeAt: start + 365 * 24 * hour + 10_000 })
    first.store.failCommits(undefined)
    first.clock.set(-365 * 24 * hour)
    const { clock, disk, row } = seen.endsWith('same process') ? first : await first.again()
    clock.look()
    await clock.advance(0)
    expect(await row()).toMatchObject({ nextAt: start + hour, wakeAt: start + hour })
    await clock.advance(2 * hour)
    expect(await firedAt(disk)).toEqual([1, 2])
  },
)

test('a clock that was ahead when the process ended leaves the next one silent no longer', async () => {
  const first = await openScheduled(clockWorkflow())
  await set(first.clock, 365 * 24 * hour)
  first.clock.set(-365 * 24 * hour)
  const { clock, disk } = await first.again()
  await clock.advance(2 * hour)
  expect((await firedAt(disk)).filter((at) => at < 24)).toEqual([1, 2])
})

test('a clock that is set back again and again fires no time twice', async () => {
  const { clock, disk } = await openScheduled(clockWorkflow())
  await clock.advance(2 * hour)
  for (let times = 0; times < 10; times++) {
    await set(clock, times % 2 === 0 ? -hour : -5 * hour)
    await clock.advance(2 * hour)
  }
  await clock.advance(24 * hour)
  const fired = await firedAt(disk)
  expect(fired).toEqual([...new Set(fired)])
})

test('a clock that is set back by minutes fires no time twice, though nothing of the first is kept', async () => {
  const { clock, disk, row } = await openScheduled(clockWorkflow())
  await clock.advance(hour)
  const { lastExecutionId = '' } = (await row()) ?? {}
  await disk.retention.remove({ account, ids: [lastExecutionId], letters: 'removed' })
  await set(clock, -hour / 6)
  await clock.advance(hour / 2)
  expect(await firedAt(disk)).toEqual([])
})

test('a store that does not answer when the clock is set back is asked again', async () => {
  const { clock, disk, store, row } = await openScheduled(clockWorkflow())
  await set(clock, 365 * 24 * hour)
  const { list } = store.schedules
  Object.assign(disk.schedules, { list: () => Promise.reject(new Error('The store did not answer.')) })
  await set(clock, -365 * 24 * hour)
  Object.assign(disk.schedules, { list })
  await clock.advance(20_000)
  expect((await row())?.nextAt).toBe(start + hour)
})
