import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, names, openWorld } from '../testing/world.ts'
import { type BulkAction, createBulkActions } from './bulk-actions.ts'

async function open() {
  const world = await openWorld(createEmbeddedDriver)
  const bulk = createBulkActions({ store: world.disk, driver: world.driver })
  const all = async (action: BulkAction) => {
    const outcome = await bulk.run(account, { action, choice: { filter: {}, limit: 1000 }, note: {} })
    await settle()
    return outcome
  }
  const count = (action: BulkAction) => bulk.count(account, { action, choice: { filter: {}, limit: 1000 } })
  return { world, all, count }
}

const caller =
  'id: caller\nnodes: { call: { type: call, with: { workflow: child }, next: { error: late } }, late: { type: effect, with: { name: late } } }'

test('a retry of all runs a failure once: that of the caller calls the called one anew', async () => {
  const { world, all, count } = await open()
  await world.publish('id: child\nnodes: { a: { type: effect, with: { name: a }, next: b }, b: { type: fatal, with: { message: no } } }')
  await world.publish(caller.replace(', next: { error: late }', ''))
  await world.start('caller', { executionId: 'e' })
  await settle()
  expect(await count('retry')).toBe(1)
  expect((await all('retry')).started.map(({ id }) => id)).toEqual(['e'])
  expect(names(world).filter((name) => name === 'a')).toHaveLength(2)
})

test('a retry of all leaves out what was retried, canceled ones too', async () => {
  const { world, all, count } = await open()
  await world.publish('id: nap\nnodes: { a: { type: sleep, with: { ms: 60000 } } }')
  await world.start('nap', { executionId: 'e' })
  await settle()
  await world.driver.cancel(account, 'e')
  await settle()
  expect((await all('retry')).started.map(({ id }) => id)).toEqual(['e'])
  expect(await count('retry')).toBe(0)
})

test('a retry of all leaves out a canceled one of which the retry was deleted since', async () => {
  const { world, all, count } = await open()
  await world.publish('id: nap\nnodes: { a: { type: sleep, with: { ms: 60000 } } }')
  await world.start('nap', { executionId: 'e' })
  await settle()
  await world.driver.cancel(account, 'e')
  await settle()
  const [started] = (await all('retry')).started
  await world.clock.advance(60_000)
  const { removed } = await world.disk.retention.remove({ account, ids: [started?.executionId ?? ''], letters: 'kept' })
  expect(removed).toHaveLength(1)
  expect(await count('retry')).toBe(0)
  const again = world.driver.replay({ account, executionId: 'e', choice: { type: 'retry' } })
  await expect(again).rejects.toMatchObject({ code: 'EXECUTION_REPLAYED' })
})

test('a cancel of all reaches callers first: none of them takes the cancel of what it has called for a failure', async () => {
  const { world, all } = await open()
  await world.publish('id: child\nnodes: { a: { type: sleep, with: { ms: 60000 } } }')
  await world.publish(caller.replace('nodes: {', 'nodes: { first: { type: sleep, with: { ms: 1000 }, next: call },'))
  for (let index = 0; index < 60; index++) await world.start('caller', { executionId: `e${index}` })
  await settle()
  await world.clock.advance(2000)
  await settle()
  await all('cancel')
  expect(names(world)).toEqual([])
  const { items } = await world.disk.executions.list(account, {}, { limit: 200 })
  expect(items.filter(({ status }) => status !== 'canceled')).toEqual([])
  expect(items).toHaveLength(120)
})
