import { expect, test } from 'vitest'
import { clockWorkflow, firedAt, hour, key, openScheduled, start } from '../testing/scheduled-world.ts'
import { settle } from '../testing/simulated-clock.ts'

test('a backfill starts what is missing in a window, and nothing twice', async () => {
  const { schedules, disk, clock } = await openScheduled(clockWorkflow({ missed: 'none' }))
  await clock.advance(2 * hour)
  const window = { ...key, from: start - 2 * hour, to: start + 9 * hour }
  const dry = await schedules.backfill({ ...window, isDryRun: true })
  expect(dry).toEqual({ times: [-2, -1, 0].map((hours) => start + hours * hour), executionIds: [], hasMore: false })
  expect((await schedules.backfill({ ...window, isDryRun: false }))?.executionIds).toHaveLength(3)
  expect((await schedules.backfill({ ...window, isDryRun: false }))?.executionIds).toEqual([])
  await settle()
  expect(await firedAt(disk)).toEqual([-2, -1, 0, 1, 2])
})

test('a backfill leaves what is about to fire to fire', async () => {
  const { schedules, disk, clock, row } = await openScheduled(clockWorkflow({ jitterMs: hour / 2 }))
  await clock.advance(hour)
  expect((await row())?.wakeAt).toBeGreaterThan(start + hour)
  const filled = await schedules.backfill({ ...key, from: start, to: start + 9 * hour, isDryRun: false })
  expect(filled?.times).toEqual([start])
  await clock.advance(hour / 2)
  expect(await firedAt(disk)).toEqual([0, 1])
})

test('a long backfill leaves turns to whatever else concerns schedules', async () => {
  const { schedules, clock, disk } = await openScheduled(clockWorkflow({ missed: 'none' }))
  await clock.advance(0.5 * hour)
  let isFilled = false
  const filling = schedules.backfill({ ...key, from: start - 199 * hour, to: start, isDryRun: false }).finally(() => {
    isFilled = true
  })
  expect(await schedules.pause(key)).toMatchObject({ isPaused: true })
  expect(isFilled).toBe(false)
  expect(await filling).toMatchObject({ hasMore: false })
  await settle()
  expect(new Set(await firedAt(disk)).size).toBe(200)
})

test('a backfill of more than a thousand times says that there is more, and goes on with the next call', async () => {
  const { schedules, clock } = await openScheduled(clockWorkflow({ missed: 'none' }))
  await clock.advance(0.5 * hour)
  const window = { ...key, from: start - 1100 * hour, to: start, isDryRun: true }
  const first = await schedules.backfill(window)
  expect([first?.times.length, first?.hasMore, first?.executionIds]).toEqual([1000, true, []])
  const rest = await schedules.backfill({ ...window, from: start - 100 * hour })
  expect([rest?.times.length, rest?.hasMore]).toEqual([101, false])
})

test('a schedule that goes while its backfill is at it is filled no further', async () => {
  const { schedules, publish } = await openScheduled(clockWorkflow({ missed: 'none' }))
  const filling = schedules.backfill({ ...key, from: start - 199 * hour, to: start, isDryRun: false })
  await publish('id: w\nnodes:\n  a: { type: effect, with: { name: a } }')
  const filled = await filling
  expect(filled?.executionIds.length).toBeLessThan(200)
  expect(filled?.hasMore).toBe(false)
})
