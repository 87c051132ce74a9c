import { createMemoryStore, type Store } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { createSimulatedClock, type SimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account, openWorld, type WorldParts } from '../testing/world.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { createSchedules } from './create-schedules.ts'

const hour = 3_600_000
const start = Date.UTC(2027, 0, 1)
const key = { account, workflowId: 'w', triggerId: 'tick' }

function workflow(params: object = {}, rest = ''): string {
  return `id: w\ntriggers: { tick: { type: clock, with: ${JSON.stringify({ everyMs: hour, ...params })}${rest} } }\nnodes:\n  a: { type: effect, with: { name: a } }`
}

/** A world whose schedules fire; `again` is the next process on what this one leaves. */
async function openScheduled(source: string | undefined, parts: WorldParts = {}) {
  const { disk = createMemoryStore(), clock = createSimulatedClock(start), nodes = createTestNodes() } = parts
  const world = await openWorld(createEmbeddedDriver, { disk, clock, nodes })
  const { driver, store } = world
  await driver.resume()
  const trouble: unknown[] = []
  const workflows = createWorkflows({ store, catalog: nodes.registry, clock, onTrouble: (error) => trouble.push(error) })
  const schedules = createSchedules({
    store,
    workflows,
    driver,
    clock,
    accounts: [account],
    triggerType: nodes.registry.triggerType,
    newId: () => 'by-hand',
    onTrouble: (error) => trouble.push(error),
  })
  const publish = async (text: string) => {
    await workflows.publish(account, text)
    await settle()
  }
  if (source !== undefined) await publish(source)
  await schedules.open()
  await settle()
  return {
    ...world,
    schedules,
    publish,
    trouble,
    row: async () => disk.schedules.get(key),
    /** The process ends without a word, and another one begins after so long. */
    async again(afterMs = 0) {
      store.sever()
      await clock.advance(afterMs)
      return openScheduled(undefined, { disk, clock, nodes })
    },
  }
}

/** The times for which executions were started, in hours after the beginning. */
async function firedAt(store: Store): Promise<readonly number[]> {
  const { items } = await store.executions.list(account, {}, { limit: 2000 })
  const logs = await Promise.all(items.map(({ id }) => store.executions.log(account, id)))
  const times = logs.flatMap(([event]) => (event?.type === 'execution-started' ? [Date.parse(String(event.trigger.data.scheduledAt))] : []))
  return times.map((at) => (at - start) / hour).sort((a, b) => a - b)
}

test('fires once at each time, with the time in the trigger', async () => {
  const { clock, disk, row } = await openScheduled(workflow())
  expect((await row())?.nextAt).toBe(start + hour)
  await clock.advance(3 * hour + 5)
  expect(await firedAt(disk)).toEqual([1, 2, 3])
  expect(await row()).toMatchObject({ lastAt: start + 3 * hour, lastOutcome: 'started', nextAt: start + 4 * hour })
  const [last] = (await disk.executions.list(account, {}, { limit: 1 })).items
  expect(last).toMatchObject({ id: (await row())?.lastExecutionId, status: 'success', triggerId: 'tick', triggerType: 'clock' })
  expect((await disk.executions.log(account, last?.id ?? ''))[0]).toMatchObject({
    trigger: { data: { scheduledAt: '2027-01-01T03:00:00.000Z', lastAt: '2027-01-01T02:00:00.000Z', timezone: 'UTC' } },
  })
})

test('a crash between a start and the row that tells of it fires nothing twice', async () => {
  const first = await openScheduled(workflow())
  // The commit of the start reaches the disk, and nobody hears of it: the row still says that the time is due.
  first.store.severAfter(1)
  await first.clock.advance(hour)
  expect((await first.row())?.nextAt).toBe(start + hour)
  const { disk, row } = await first.again()
  expect(await firedAt(disk)).toEqual([1])
  expect((await row())?.nextAt).toBe(start + 2 * hour)
})

test.each([
  ['last', [1, 4]],
  ['all', [1, 2, 3, 4]],
  ['none', [1]],
] as const)('after an outage over three times, missed: %s has fired at %j', async (missed, fired) => {
  const first = await openScheduled(workflow({ missed }))
  await first.clock.advance(hour)
  const { disk, clock } = await first.again(3.5 * hour)
  expect(await firedAt(disk)).toEqual(fired)
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([...fired, 5])
})

test('with overlap: skip a time is left out while the execution before goes on', async () => {
  const { clock, disk, nodes, row } = await openScheduled(workflow({ overlap: 'skip' }))
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
  const first = await openScheduled(workflow({ overlap: 'skip' }))
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
  const first = await openScheduled(workflow({ overlap: 'queue', missed: 'all' }))
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
  const first = await openScheduled(workflow({ jitterMs: hour / 2 }))
  const { wakeAt = 0, nextAt = 0 } = (await first.row()) ?? {}
  expect(wakeAt).toBeGreaterThan(nextAt)
  expect(wakeAt).toBeLessThan(nextAt + hour / 2)
  const { clock, disk, row } = await first.again()
  expect((await row())?.wakeAt).toBe(wakeAt)
  await clock.advance(3.5 * hour)
  expect(await firedAt(disk)).toEqual([1, 2, 3])
})

test('a time that its jitter put off is not missed', async () => {
  const { clock, disk } = await openScheduled(workflow({ jitterMs: hour, missed: 'none' }))
  await clock.advance(5 * hour)
  expect(await firedAt(disk)).toEqual([1, 2, 3, 4])
})

test('a jitter that is longer than the interval puts no time off past the next one', async () => {
  const { clock, disk } = await openScheduled(workflow({ everyMs: hour / 4, jitterMs: hour, missed: 'none' }))
  await clock.advance(1.25 * hour)
  expect(await firedAt(disk)).toEqual([0.25, 0.5, 0.75, 1])
})

test('a workflow that cannot be read any more holds up no other, and says why', async () => {
  const first = await openScheduled(workflow())
  const unreadable = `id: gone\ntriggers: { tick: { type: clock, with: { everyMs: ${hour} } } }\nnodes: { a: { type: effect, with: { name: a } } }`
  await first.publish(unreadable)
  await first.disk.workflows.publish({ account, id: 'gone', source: 'id: gone\nnodes: { a: { type: no.such.type } }', at: start })
  const { clock, disk, trouble } = await first.again()
  await clock.advance(2 * hour)
  expect(await firedAt(disk)).toEqual([1, 2])
  const row = await disk.schedules.get({ ...key, workflowId: 'gone' })
  expect(row).toMatchObject({ nextAt: start + hour, lastOutcome: 'failed', lastMessage: expect.stringContaining('no longer validates') })
  expect(trouble).not.toEqual([])
})

test('a new version goes on where it was, unless the times are others', async () => {
  const { clock, publish, row } = await openScheduled(workflow())
  await clock.advance(hour / 2)
  await publish(workflow({}, ', name: Tick'))
  expect((await row())?.nextAt).toBe(start + hour)
  await publish(workflow({ everyMs: hour / 4 }))
  expect((await row())?.nextAt).toBe(start + 0.75 * hour)
})

test('switched off it stops and keeps what it was last; gone from the file it is forgotten', async () => {
  const { clock, publish, row, disk } = await openScheduled(workflow())
  await clock.advance(hour)
  await publish(workflow({}, ', disabled: true'))
  expect(await row()).toMatchObject({ lastAt: start + hour })
  expect((await row())?.nextAt).toBeUndefined()
  await clock.advance(2 * hour)
  await publish(workflow())
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([1, 4])
  await publish('id: w\nnodes:\n  a: { type: effect, with: { name: a } }')
  expect(await row()).toBeUndefined()
})

test('paused, its times pass and are not made up for; a restart keeps it so', async () => {
  const first = await openScheduled(workflow({ missed: 'all' }))
  expect(await first.schedules.pause(key)).toMatchObject({ isPaused: true })
  await first.clock.advance(2 * hour)
  const { schedules, clock, disk, publish } = await first.again()
  await publish(workflow({ missed: 'all' }, ', name: Tick'))
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([])
  expect(await schedules.resume(key)).toMatchObject({ isPaused: false, nextAt: start + 4 * hour })
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([4])
  expect(await schedules.pause({ ...key, triggerId: 'other' })).toBeUndefined()
})

test('runs by hand beside its times', async () => {
  const { schedules, disk, clock } = await openScheduled(workflow())
  await clock.advance(hour / 4)
  expect(await schedules.runNow(key)).toBe('by-hand')
  await settle()
  expect(await firedAt(disk)).toEqual([0.25])
  expect(await schedules.runNow({ ...key, workflowId: 'other' })).toBeUndefined()
})

test('a backfill starts what is missing in a window, and nothing twice', async () => {
  const { schedules, disk, clock } = await openScheduled(workflow({ missed: 'none' }))
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
  const { schedules, disk, clock, row } = await openScheduled(workflow({ jitterMs: hour / 2 }))
  await clock.advance(hour)
  expect((await row())?.wakeAt).toBeGreaterThan(start + hour)
  const filled = await schedules.backfill({ ...key, from: start, to: start + 9 * hour, isDryRun: false })
  expect(filled?.times).toEqual([start])
  await clock.advance(hour / 2)
  expect(await firedAt(disk)).toEqual([0, 1])
})

test('tells the next times, and the whole in words', async () => {
  const { schedules } = await openScheduled(workflow({ untilMs: start + 2 * hour }))
  expect(await schedules.upcoming(key, start, 9)).toEqual({ times: [start + hour, start + 2 * hour], sentence: `Every ${hour} ms` })
})

test('after its last time it is at rest', async () => {
  const { clock, disk, row } = await openScheduled(workflow({ untilMs: start + hour }))
  await clock.advance(9 * hour)
  expect(await firedAt(disk)).toEqual([1])
  expect((await row())?.wakeAt).toBeUndefined()
})

test('a full disk puts a time off until there is room', async () => {
  const { clock, disk, store, trouble } = await openScheduled(workflow())
  const { StoreError } = await import('@millrace/store')
  store.failCommits(new StoreError('STORE_FULL', 'The disk is full.'))
  await clock.advance(hour + 60_000)
  expect(await firedAt(disk)).toEqual([])
  expect(trouble.length).toBeGreaterThan(0)
  store.failCommits(undefined)
  await clock.advance(20_000)
  expect(await firedAt(disk)).toEqual([1])
})

/** Somebody sets the clock, and it is noticed. */
async function set(clock: SimulatedClock, byMs: number): Promise<void> {
  clock.set(byMs)
  clock.look()
  await clock.advance(0)
}

test.each(['last', 'all', 'none'] as const)('a clock that was a year ahead leaves it silent no longer, with missed: %s', async (missed) => {
  const { clock, disk, row } = await openScheduled(workflow({ missed }))
  await clock.advance(1.5 * hour)
  await set(clock, 365 * 24 * hour)
  await clock.advance(hour)
  await set(clock, -365 * 24 * hour)
  expect((await row())?.nextAt).toBe(start + 3 * hour)
  await clock.advance(2 * hour)
  expect((await firedAt(disk)).filter((at) => at < 24)).toEqual([1, 3, 4])
})

test('a clock that was ahead when the process ended leaves the next one silent no longer', async () => {
  const first = await openScheduled(workflow())
  await set(first.clock, 365 * 24 * hour)
  first.clock.set(-365 * 24 * hour)
  const { clock, disk } = await first.again()
  await clock.advance(2 * hour)
  expect((await firedAt(disk)).filter((at) => at < 24)).toEqual([1, 2])
})

test('a clock that is set back again and again fires no time twice', async () => {
  const { clock, disk } = await openScheduled(workflow())
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
  const { clock, disk, row } = await openScheduled(workflow())
  await clock.advance(hour)
  const { lastExecutionId = '' } = (await row()) ?? {}
  await disk.retention.remove({ account, ids: [lastExecutionId], letters: 'removed' })
  await set(clock, -hour / 6)
  await clock.advance(hour / 2)
  expect(await firedAt(disk)).toEqual([])
})

test('a store that does not answer when the clock is set back is asked again', async () => {
  const { clock, disk, store, row } = await openScheduled(workflow())
  await set(clock, 365 * 24 * hour)
  const { list } = store.schedules
  Object.assign(disk.schedules, { list: () => Promise.reject(new Error('The store did not answer.')) })
  await set(clock, -365 * 24 * hour)
  Object.assign(disk.schedules, { list })
  await clock.advance(20_000)
  expect((await row())?.nextAt).toBe(start + hour)
})

test('a start that is refused for good says why, and the next time comes', async () => {
  const { clock, row, driver } = await openScheduled(workflow())
  driver.start = () => Promise.reject(new Error('The key cannot be evaluated.'))
  await clock.advance(hour)
  expect(await row()).toMatchObject({ lastOutcome: 'failed', lastMessage: 'The key cannot be evaluated.', nextAt: start + 2 * hour })
})

test('closed, it fires no more', async () => {
  const { clock, disk, schedules } = await openScheduled(workflow())
  await schedules.close()
  await clock.advance(2 * hour)
  expect(await firedAt(disk)).toEqual([])
})

test('a thousand schedules that are due at once all fire', async () => {
  const triggers = Array.from({ length: 1000 }, (_, index) => `  t${index}: { type: clock, with: { everyMs: ${hour} } }`)
  const { clock, disk } = await openScheduled(`id: w\ntriggers:\n${triggers.join('\n')}\nnodes:\n  a: { type: effect, with: { name: a } }`)
  await clock.advance(hour)
  await settle()
  let count = 0
  let cursor: string | undefined
  do {
    const page = await disk.executions.list(account, {}, { limit: 200, ...(cursor !== undefined && { cursor }) })
    count += page.items.length
    cursor = page.nextCursor
  } while (cursor !== undefined)
  expect(count).toBe(1000)
})
