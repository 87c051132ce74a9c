import { StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { clockWorkflow, firedAt, hour, key, openScheduled, start } from '../testing/scheduled-world.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account } from '../testing/world.ts'

test('fires once at each time, with the time in the trigger', async () => {
  const { clock, disk, row } = await openScheduled(clockWorkflow())
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

test('two triggers that one alias of YAML describes fire each by itself', async () => {
  const { clock, disk } = await openScheduled(
    `id: w\ntriggers: { tick: &hourly { type: clock, with: { everyMs: ${hour} } }, tock: *hourly }\nnodes: { a: { type: effect, with: { name: a } } }`,
  )
  await clock.advance(hour)
  const { items } = await disk.executions.list(account, {}, { limit: 10 })
  expect(items.map(({ triggerId }) => triggerId).sort()).toEqual(['tick', 'tock'])
})

test('a crash between a start and the row that tells of it fires nothing twice', async () => {
  const first = await openScheduled(clockWorkflow())
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
  const first = await openScheduled(clockWorkflow({ missed }))
  await first.clock.advance(hour)
  const { disk, clock } = await first.again(3.5 * hour)
  expect(await firedAt(disk)).toEqual(fired)
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([...fired, 5])
})

test('what a death between an unpublishing and the end of its schedules leaves goes at the next start', async () => {
  const first = await openScheduled(clockWorkflow())
  expect(await first.row()).toBeDefined()
  await first.disk.workflows.unpublish(account, key.workflowId)
  const { row, clock, disk } = await first.again()
  expect(await row()).toBeUndefined()
  await clock.advance(2 * hour)
  expect(await firedAt(disk)).toEqual([])
})

test('a workflow that cannot be read any more holds up no other, and says why', async () => {
  const first = await openScheduled(clockWorkflow())
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
  const { clock, publish, row } = await openScheduled(clockWorkflow())
  await clock.advance(hour / 2)
  await publish(clockWorkflow({}, ', name: Tick'))
  expect((await row())?.nextAt).toBe(start + hour)
  await publish(clockWorkflow({ everyMs: hour / 4 }))
  expect((await row())?.nextAt).toBe(start + 0.75 * hour)
})

test('switched off it stops and keeps what it was last; gone from the file it is forgotten', async () => {
  const { clock, publish, row, disk } = await openScheduled(clockWorkflow())
  await clock.advance(hour)
  await publish(clockWorkflow({}, ', disabled: true'))
  expect(await row()).toMatchObject({ lastAt: start + hour })
  expect((await row())?.nextAt).toBeUndefined()
  await clock.advance(2 * hour)
  await publish(clockWorkflow())
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([1, 4])
  await publish('id: w\nnodes:\n  a: { type: effect, with: { name: a } }')
  expect(await row()).toBeUndefined()
})

test('paused, its times pass and are not made up for; a restart keeps it so', async () => {
  const first = await openScheduled(clockWorkflow({ missed: 'all' }))
  expect(await first.schedules.pause(key)).toMatchObject({ isPaused: true })
  await first.clock.advance(2 * hour)
  const { schedules, clock, disk, publish } = await first.again()
  await publish(clockWorkflow({ missed: 'all' }, ', name: Tick'))
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([])
  expect(await schedules.resume(key)).toMatchObject({ isPaused: false, nextAt: start + 4 * hour })
  await clock.advance(hour)
  expect(await firedAt(disk)).toEqual([4])
  expect(await schedules.pause({ ...key, triggerId: 'other' })).toBeUndefined()
})

test('missed times begin one behind the other, at once where each is over before its start is told', async () => {
  const schedule = clockWorkflow({ missed: 'all', overlap: 'queue' }).replace(
    /nodes:.*$/s,
    'nodes: { a: { type: set, with: { values: 1 } } }',
  )
  const first = await openScheduled(schedule)
  const { disk } = await first.again(5 * hour)
  await settle()
  expect(await firedAt(disk)).toEqual([1, 2, 3, 4, 5])
})

test('runs by hand beside its times', async () => {
  const { schedules, disk, clock } = await openScheduled(clockWorkflow())
  await clock.advance(hour / 4)
  expect(await schedules.runNow(key)).toBe('by-hand')
  await settle()
  expect(await firedAt(disk)).toEqual([0.25])
  expect(await schedules.runNow({ ...key, workflowId: 'other' })).toBeUndefined()
})

test('tells the next times, and the whole in words', async () => {
  const { schedules } = await openScheduled(clockWorkflow({ untilMs: start + 2 * hour }))
  expect(await schedules.upcoming(key, start, 9)).toEqual({ times: [start + hour, start + 2 * hour], sentence: `Every ${hour} ms` })
})

test('after its last time it is at rest', async () => {
  const { clock, disk, row } = await openScheduled(clockWorkflow({ untilMs: start + hour }))
  await clock.advance(9 * hour)
  expect(await firedAt(disk)).toEqual([1])
  expect((await row())?.wakeAt).toBeUndefined()
})

test('a full disk puts a time off until there is room', async () => {
  const { clock, disk, store, trouble } = await openScheduled(clockWorkflow())
  store.failCommits(new StoreError('STORE_FULL', 'The disk is full.'))
  await clock.advance(hour + 60_000)
  expect(await firedAt(disk)).toEqual([])
  expect(trouble.length).toBeGreaterThan(0)
  store.failCommits(undefined)
  await clock.advance(20_000)
  expect(await firedAt(disk)).toEqual([1])
})

test('a start that is refused for good says why, and the next time comes', async () => {
  const { clock, row, driver } = await openScheduled(clockWorkflow())
  driver.start = () => Promise.reject(new Error('The key cannot be evaluated.'))
  await clock.advance(hour)
  expect(await row()).toMatchObject({ lastOutcome: 'failed', lastMessage: 'The key cannot be evaluated.', nextAt: start + 2 * hour })
})

test('closed, it fires no more', async () => {
  const { clock, disk, schedules } = await openScheduled(clockWorkflow())
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
