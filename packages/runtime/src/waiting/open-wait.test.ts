import { done } from '@millrace/kit'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld } from '../testing/world.ts'

test('an execution that crashed waits for nothing, whatever its log ends with', async () => {
  const world = await openWorld(createEmbeddedDriver)
  await world.publish('id: w\nnodes:\n  l: { type: listen, with: { name: paid } }\n  b: { type: act, with: { name: b } }')
  const gate = Promise.withResolvers<void>()
  world.nodes.act('b', () => gate.promise.then(() => done(10n as never))) // No JSON holds it.
  await world.start('w', { executionId: 'e' })
  await settle()
  expect(await world.driver.waits({ account, executionId: 'e' })).toMatchObject([{ step: 'l', event: 'paid' }])
  gate.resolve()
  await settle()
  expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'crashed' })
  expect(await world.driver.waits({ account, executionId: 'e' })).toEqual([])
})
