import { expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = () => openWorld(createEmbeddedDriver)

test('a call of itself ends after 25 levels, with an error that says so', async () => {
  const world = await open()
  await world.publish('id: self\nnodes:\n  c: { type: call, with: { workflow: self } }')
  const { finished } = await world.start('self')
  for (let turn = 0; turn < 60; turn++) await settle()
  expect(await finished).toMatchObject({ status: 'failed' })
  const { items } = await world.store.executions.list(account, { workflowId: 'self' }, { limit: 100 })
  expect(items).toHaveLength(26)
  expect(items.map((one) => one.error?.code)).toContain('CALL_TOO_DEEP')
})

test('what a trigger brings does not make the chain longer', async () => {
  const world = await open()
  await world.publish('id: self\nnodes:\n  c: { type: call, with: { workflow: self } }')
  const { finished } = await world.start('self', { data: { type: 'call', depth: -1000 } })
  expect(await finished).toMatchObject({ status: 'failed' })
  expect((await world.store.executions.list(account, { workflowId: 'self' }, { limit: 100 })).items).toHaveLength(26)
})

test('a call of itself that nobody waits for ends too', async () => {
  const world = await open()
  await world.publish('id: self\nnodes:\n  c: { type: call, with: { workflow: self, wait: false } }')
  await world.start('self')
  for (let turn = 0; turn < 60; turn++) await settle()
  const { items } = await world.store.executions.list(account, { workflowId: 'self' }, { limit: 100 })
  expect(items).toHaveLength(26)
})
