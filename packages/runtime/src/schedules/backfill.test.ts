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
