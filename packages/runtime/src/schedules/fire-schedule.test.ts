import { expect, test } from 'vitest'
import { clockWorkflow, firedAt, hour, openScheduled, start } from '../testing/scheduled-world.ts'
import { settle } from '../testing/simulated-clock.ts'

test('with overlap: skip a time is left out while the execution before goes on', async () => {
  const { clock, disk, nodes, row } = await openScheduled(clockWorkflow({ overlap: 'skip' }))
  nodes.hold('a')
  await clock.advance(3 * hour)
  expect(await firedAt(disk)).toEqual([1])
  expect(await row()).toMatchObject({
    lastAt: start + 3 * hour,
    lastOutcome: 'skipped',
    lastMessage: expect.stringContaining('still went on'),
  })
  nodes.release('a')
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([1, 4])
})

test('with overlap: skip what a process started just before it died counts as the execution before', async () => {
  const first = await openScheduled(clockWorkflow({ overlap: 'skip' }))
  first.nodes.hold('a')
  first.store.severAfter(1)
  await first.clock.advance(hour)
  expect((await first.row())?.lastExecutionId).toBeUndefined()
  const { disk, row, clock, nodes } = await first.again(1.5 * hour)
  expect(await firedAt(disk)).toEqual([1])
  expect(await row()).toMatchObject({ lastOutcome: 'skipped', lastAt: start + 2 * hour })
  nodes.release('a')
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([1, 3])
})

test('with overlap: queue it starts when the execution before has ended, also after a restart', async () => {
  const first = await openScheduled(clockWorkflow({ overlap: 'queue', missed: 'all' }))
  first.nodes.hold('a')
  await first.clock.advance(2.5 * hour)
  expect(await firedAt(first.disk)).toEqual([1])
  const { disk, nodes, clock } = await first.again(hour)
  expect(await firedAt(disk)).toEqual([1])
  nodes.release('a')
  await settle()
  await clock.advance(60_000)
  expect(await firedAt(disk)).toEqual([1, 2, 3])
})

test('puts each start off by its jitter, by the same after a restart, and loses no time by it', async () => {
  const first = await openScheduled(clockWorkflow({ jitterMs: hour / 2 }))
  const { wakeAt = 0, nextAt = 0 } = (await first.row()) ?? {}
  expect(wakeAt).toBeGreaterThan(nextAt)
  expect(wakeAt).toBeLessThan(nextAt + hour / 2)
  const { clock, disk, row } = await first.again()
  expect((await row())?.wakeAt).toBe(wakeAt)
  await clock.advance(3.5 * hour)
  expect(await firedAt(disk)).toEqual([1, 2, 3])
})

test('a time that its jitter put off is not missed', async () => {
  const { clock, disk } = await openScheduled(clockWorkflow({ jitterMs: hour, missed: 'none' }))
  await clock.advance(5 * hour)
  expect(await firedAt(disk)).toEqual([1, 2, 3, 4])
})

test('a jitter that is longer than the interval puts no time off past the next one', async () => {
  const { clock, disk } = await openScheduled(clockWorkflow({ everyMs: hour / 4, jitterMs: hour, missed: 'none' }))
  await clock.advance(1.25 * hour)
  expect(await firedAt(disk)).toEqual([0.25, 0.5, 0.75, 1])
})
