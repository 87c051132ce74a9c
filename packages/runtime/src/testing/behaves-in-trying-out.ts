import type { TestFact } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, names, openWorld, type World } from './world.ts'

const order = `id: order
settings: { onFailure: alarm, concurrency: { limit: 1 } }
nodes:
  a: { type: effect, with: { name: a, output: 1 }, next: b }
  b: { type: effect, with: { name: "b {{ input }}" }, next: c }
  c: { type: fatal, with: { message: no } }`

const alarm = `id: alarm
triggers: { failed: { type: error } }
nodes:
  ring: { type: effect, with: { name: ring } }`

async function tryOut(world: World, executionId: string, fact: TestFact): Promise<void> {
  const trigger = { id: 'manual', type: 'manual', data: {} }
  await world.driver.start({ account, workflowId: 'order', executionId, trigger, test: fact })
  await settle()
}

async function opened(create: CreateDriver): Promise<World> {
  const world = await openWorld(create)
  await world.publish(alarm)
  await world.publish(order)
  return world
}

/** Somebody runs a workflow, or a part of it, to see what it does. */
export function behavesInTryingOut(name: string, create: CreateDriver): void {
  describe(`${name}: trying out`, () => {
    test('gives outputs in place of running nodes, and runs no more than is asked for', async () => {
      const world = await opened(create)
      await tryOut(world, 'e1', { given: { a: { output: 'given' } }, target: { node: 'b' } })
      await tryOut(world, 'e2', { target: { node: 'b', alone: true, input: 'typed' } })
      expect(names(world)).toEqual(['b given', 'b typed'])
      const rows = await Promise.all(['e1', 'e2'].map((id) => world.disk.executions.get(account, id)))
      for (const row of rows) expect(row).toMatchObject({ status: 'success', isTest: true })
      expect((await world.log('e1'))[0]).toMatchObject({ test: { given: { a: { output: 'given' } } } })
    })

    test('is recorded whatever the settings say, and its failure is nobody else’s business', async () => {
      const world = await opened(create)
      await tryOut(world, 'e', {})
      expect(names(world)).toEqual(['a', 'b 1'])
      const row = await world.disk.executions.get(account, 'e')
      expect(row).toMatchObject({ status: 'failed', isTest: true })
      expect(row).not.toHaveProperty('letter')
      expect(row).not.toHaveProperty('admission')
      expect((await world.disk.executions.letters(account, {}, { limit: 9 })).items).toEqual([])
      await world.publish(order.replace('onFailure: alarm, concurrency: { limit: 1 }', 'record: never'))
      await tryOut(world, 'unrecorded', {})
      expect(await world.disk.executions.get(account, 'unrecorded')).toMatchObject({ status: 'failed' })
    })

    test('goes on after a crash as it was begun', async () => {
      const world = await opened(create)
      world.nodes.hold('b given')
      await tryOut(world, 'e', { given: { a: { output: 'given' } }, target: { node: 'b' } })
      const next = await world.crash()
      next.nodes.release('b given')
      await settle()
      expect(names(next)).toEqual(['b given', 'b given'])
      expect(await next.disk.executions.get(account, 'e')).toMatchObject({ status: 'success', isTest: true })
    })
  })
}
