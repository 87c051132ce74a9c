import { createMemoryStore, type ExecutionSummary, type ExecutionWrite } from '@millrace/store'
import { expect, test } from 'vitest'
import { createCapture } from '../capture/capture.ts'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { openKeepRules } from '../retention/keep-rules.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld, type World, type WorldParts } from '../testing/world.ts'
import { createWatchdog } from './watchdog.ts'

const caller = 'id: w\nnodes:\n  c: { type: call, with: { workflow: sub } }'
const listener = 'id: sub\nnodes:\n  l: { type: listen, with: { name: paid } }'
const runner = 'id: r\nnodes:\n  a: { type: effect, with: { name: a } }'

async function openWatched(
  parts: WorldParts = {},
): Promise<{ world: World; watchdog: ReturnType<typeof createWatchdog>; trouble: unknown[] }> {
  const world = await openWorld(createEmbeddedDriver, parts)
  for (const source of [caller, listener, runner, 'id: s\nnodes:\n  z: { type: sleep, with: { ms: 90000 } }']) await world.publish(source)
  const trouble: unknown[] = []
  const watchdog = createWatchdog({
    store: world.disk,
    driver: world.driver,
    clock: world.clock,
    onTrouble: (error) => trouble.push(error),
  })
  return { world, watchdog, trouble }
}

/** Changes the row behind the driver's back, as no code of ours should. */
async function plant(world: World, executionId: string, change: Partial<Extract<ExecutionWrite, { type: 'append' }>>): Promise<void> {
  const fence = await world.disk.executions.nextFence()
  await world.disk.executions.claim(account, executionId, 1)
  const after = (await world.log(executionId)).length
  for (let owner = 0; owner <= fence; owner++)
    await world.disk.executions.commit([{ type: 'append', account, executionId, fence: owner, after, events: [], ...change }])
}

const statusOf = async (world: World, id: string): Promise<ExecutionSummary['status'] | undefined> =>
  (await world.disk.executions.get(account, id))?.status

test('what runs, sleeps, waits for an event, a call or a pause is in order', async () => {
  const { world, watchdog, trouble } = await openWatched()
  world.nodes.hold('a')
  for (const [workflow, executionId] of [
    ['w', 'calls'],
    ['sub', 'listens'],
    ['r', 'runs'],
    ['s', 'sleeps'],
    ['r', 'paused'],
  ] as const) {
    await world.start(workflow, { executionId })
  }
  await world.driver.pause(account, 'paused')
  await settle()
  expect(await watchdog.look()).toMatchObject({ stalled: [] })
  expect([trouble, watchdog.count()]).toEqual([[], 0])
})

test('a wait whose row was lost is registered again, so that its event arrives', async () => {
  const { world, watchdog, trouble } = await openWatched()
  await world.start('sub', { executionId: 'e' })
  await settle()
  await plant(world, 'e', { waits: { begun: [], ended: 'all' } })
  expect(await world.driver.emit({ account, name: 'paid', data: 1 })).toBe(0)
  const { stalled } = await watchdog.look()
  expect(stalled).toMatchObject([{ executionId: 'e', workflowId: 'sub', code: 'unregistered', outcome: 'revived' }])
  expect(String(trouble[0])).toContain('Execution e of sub waits, but for nothing that is registered: it was taken up.')
  await settle()
  expect(await watchdog.look()).toMatchObject({ stalled: [] })
  expect(await world.driver.emit({ account, name: 'paid', data: 1 })).toBe(1)
  await settle()
  expect(await statusOf(world, 'e')).toBe('success')
})

test('a wait whose row was lost is registered again though nobody may read the values that led to it', async () => {
  const disk = createMemoryStore()
  const rules = await openKeepRules(disk.settings, {})
  const capture = createCapture({ key: Buffer.alloc(32, 7), rules })
  const { world, watchdog } = await openWatched({ disk, ports: { capture } })
  await world.publish(`id: hidden
settings: { capture: none }
nodes:
  a: { type: effect, with: { name: a, output: [1] }, next: each }
  each: { type: for-each, with: { items: "{{ input }}" }, nodes: { l: { type: listen, with: { name: paid } } } }`)
  await world.start('hidden', { executionId: 'e' })
  await settle()
  await plant(world, 'e', { waits: { begun: [], ended: 'all' } })
  expect((await watchdog.look()).stalled).toMatchObject([{ executionId: 'e', outcome: 'revived' }])
  await settle()
  expect(await world.driver.emit({ account, name: 'paid', data: 1 })).toBe(1)
  await settle()
  expect(await statusOf(world, 'e')).toBe('success')
})

test('a caller that was not told of the end of what it called hears of it', async () => {
  const { world, watchdog } = await openWatched()
  await world.start('w', { executionId: 'e' })
  await settle()
  const { items } = await world.disk.executions.list(account, { parentId: 'e' }, { limit: 1 })
  const id = items[0]?.id ?? ''
  await plant(world, id, { patch: { status: 'canceled', finishedAt: 5, dueAt: null }, waits: { begun: [], ended: 'all' } })
  expect((await watchdog.look()).stalled).toMatchObject([{ executionId: 'e', code: 'unregistered', outcome: 'revived' }])
  await settle()
  expect(await statusOf(world, 'e')).toBe('failed')
})

test('what says that it runs, but in no process, is run', async () => {
  const { world, watchdog } = await openWatched()
  await world.start('s', { executionId: 'e' })
  await settle()
  await plant(world, 'e', { patch: { status: 'running', dueAt: null } })
  await world.clock.advance(100_000)
  expect(await statusOf(world, 'e')).toBe('running')
  expect((await watchdog.look()).stalled).toMatchObject([{ executionId: 'e', code: 'unowned', outcome: 'revived' }])
  await settle()
  expect(await statusOf(world, 'e')).toBe('success')
})

test('what was due a minute ago is taken up', async () => {
  const world = await openWorld(createEmbeddedDriver)
  await world.publish('id: s\nnodes:\n  z: { type: sleep, with: { ms: 90000 } }')
  await world.start('s', { executionId: 'e' })
  await settle()
  world.store.sever() // Its sweeper is gone with it; the next one does not sweep until it is told to.
  const next = await openWorld(createEmbeddedDriver, { disk: world.disk, clock: world.clock, nodes: world.nodes })
  const watchdog = createWatchdog({ store: next.disk, driver: next.driver, clock: next.clock, onTrouble: () => undefined })
  await next.clock.advance(120_000)
  expect((await watchdog.look()).stalled).toEqual([])
  await next.clock.advance(60_000)
  expect((await watchdog.look()).stalled).toMatchObject([{ executionId: 'e', code: 'overdue', outcome: 'revived' }])
  await settle()
  expect(await statusOf(next, 'e')).toBe('success')
})

test('it looks every minute once it is started, until it is closed, also after a look that failed', async () => {
  const { world, watchdog } = await openWatched()
  watchdog.start()
  await world.clock.advance(59_000)
  expect(watchdog.last()).toBeUndefined()
  await world.clock.advance(2000)
  const first = watchdog.last()?.at
  expect(first).toBeDefined()
  await world.clock.advance(60_000)
  expect(watchdog.last()?.at).not.toBe(first)
  watchdog.close()
  const end = watchdog.last()?.at
  await world.clock.advance(300_000)
  expect(watchdog.last()?.at).toBe(end)
})
