import { readHistory } from '@millrace/engine'
import { StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld, type World } from '../testing/world.ts'
import { createWaitReasons } from './wait-reasons.ts'

async function whyOf(world: World, id: string): Promise<{ detail: string | undefined; row: string | undefined }> {
  const reasons = createWaitReasons({ store: world.disk, driver: world.driver, clock: world.clock })
  const summary = await world.disk.executions.get(account, id)
  if (summary === undefined) throw new Error(`There is no execution ${id}.`)
  const history = readHistory(await world.plan(summary.workflowId), await world.log(id))
  const detail = await reasons.ofExecution(summary, history)
  const rows = await reasons.ofRows(account, [summary])
  return { detail: detail?.sentence, row: rows.get(id)?.sentence }
}

async function openWith(...sources: readonly string[]): Promise<World> {
  const world = await openWorld(createEmbeddedDriver)
  for (const source of sources) await world.publish(source)
  return world
}

test('a step that runs, one that is tried again, and one that waits for an event', async () => {
  const world = await openWith(
    'id: w\nnodes:\n  a: { type: effect, with: { name: a }, retry: { attempts: 2, delay: 5s }, next: l }\n  l: { type: listen, with: { name: paid } }',
  )
  world.nodes.hold('a')
  world.nodes.failFirst('a', 1)
  await world.start('w', { executionId: 'e' })
  await settle()
  expect((await whyOf(world, 'e')).detail).toBe('a: runs effect, for 0 s so far')
  world.nodes.release('a')
  await settle()
  expect((await whyOf(world, 'e')).detail).toBe('a: retry 2 of 2 in 00:05 after NODE_FAILED')
  await world.clock.advance(65_000)
  const sentence = 'l: waits for the event paid, for 1 min so far'
  expect(await whyOf(world, 'e')).toEqual({ detail: sentence, row: sentence })
})

test('a called execution is told with its own reason, also in a list', async () => {
  const world = await openWith(
    'id: w\nnodes:\n  c: { type: call, with: { workflow: sub } }',
    'id: sub\nnodes:\n  l: { type: listen, with: { name: paid } }',
  )
  await world.start('w', { executionId: 'e' })
  await settle()
  const { detail, row } = await whyOf(world, 'e')
  expect(detail).toMatch(/^c: waits for execution \S+ of sub, for 0 s so far; that one: l: waits for the event paid, for 0 s so far$/)
  expect(row).toMatch(/^c: waits for execution \S+ of sub, for 0 s so far$/)
})

test('a paused execution says who paused it, and its steps what holds them', async () => {
  const world = await openWith('id: w\nnodes:\n  a: { type: effect, with: { name: a }, retry: { attempts: 2, delay: 5s } }')
  world.nodes.failFirst('a', 1)
  await world.start('w', { executionId: 'e' })
  await world.driver.pause(account, 'e', { by: 'Ada', reason: 'it is late' })
  await world.clock.advance(60_000)
  expect(await whyOf(world, 'e')).toEqual({
    detail: 'is paused by Ada, for 1 min so far: it is late',
    row: 'is paused, for 1 min so far',
  })
  const [step] = readHistory(await world.plan('w'), await world.log('e')).steps
  expect(step?.waitsFor?.code).toBe('held')
})

test('an execution that a dead process left says so until it is taken up', async () => {
  const world = await openWith('id: w\nnodes:\n  a: { type: effect, with: { name: a } }')
  world.nodes.hold('a')
  await world.start('w', { executionId: 'e' })
  await settle()
  world.store.sever()
  const next = await openWorld(createEmbeddedDriver, { disk: world.disk, clock: world.clock, nodes: world.nodes })
  expect((await whyOf(next, 'e')).detail).toMatch(/^was left by a process that has ended/)
  await next.driver.resume()
  await settle()
  expect((await whyOf(next, 'e')).detail).toBe('a: runs effect, for 0 s so far')
})

test('a full disk is told as long as it holds what runs up, and no longer', async () => {
  const world = await openWith('id: w\nnodes:\n  a: { type: effect, with: { name: a }, next: b }\n  b: { type: effect, with: { name: b } }')
  world.nodes.hold('a')
  world.nodes.hold('b')
  await world.start('w', { executionId: 'e' })
  await settle()
  world.store.failCommits(new StoreError('STORE_FULL', 'The disk is full.'))
  world.nodes.release('a')
  await world.clock.advance(10_000)
  expect((await whyOf(world, 'e')).detail).toMatch(
    /^is held up by the store, for 10 s so far, and goes on by itself .*: The disk is full\.$/,
  )
  world.store.failCommits(undefined)
  await world.clock.advance(2000)
  expect((await whyOf(world, 'e')).detail).toBe('b: runs effect, for 12 s so far')
})
