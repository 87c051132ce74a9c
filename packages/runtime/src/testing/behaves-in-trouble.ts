import { type Store, StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, names, openWorld } from './world.ts'

/** What was acknowledged goes on whatever dies, and a store in trouble harms no more than it must. */
export function behavesInTrouble(name: string, create: CreateDriver): void {
  describe(`${name}: crashing`, () => {
    test('at each step boundary: recorded steps are not repeated, the one in flight is, with the same key', async () => {
      const count = 4
      for (let boundary = 0; boundary < count; boundary++) {
        const world = await openWorld(create)
        await world.publish(chain(count))
        world.nodes.hold(`s${boundary}`)
        const { executionId } = await world.start('chain')
        await settle()
        expect(names(world)).toHaveLength(boundary + 1)
        const next = await world.crash()
        next.nodes.release(`s${boundary}`)
        await settle()
        expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
        const expected = Array.from({ length: count }, (_, i) => `s${i}`)
        expected.splice(boundary, 0, `s${boundary}`)
        expect(names(next)).toEqual(expected)
        expect(new Set(next.nodes.effects.map((effect) => effect.key)).size).toBe(count)
      }
    })

    test('fifty executions in the middle of their work all finish', async () => {
      const world = await openWorld(create)
      await world.publish(chain(3))
      world.nodes.hold('s1')
      const started = await Promise.all(Array.from({ length: 50 }, () => world.start('chain')))
      await settle()
      const next = await world.crash()
      next.nodes.release('s1')
      await settle()
      for (const { executionId } of started)
        expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })

    test('an owner that only seemed dead can write no more', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId, finished } = await world.start('chain')
      await settle()
      const refused = expect(finished).rejects.toThrow('another process')
      const other = await openWorld(create, world)
      await other.driver.resume()
      world.nodes.release('s0')
      await settle()
      await refused
      const log = await world.log(executionId)
      expect(log.filter((event) => event.type === 'step-succeeded')).toHaveLength(2)
    })

    test('an execution finishes on the version it began with', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId, finished } = await world.start('chain')
      await world.publish('id: chain\nnodes:\n  other: { type: effect, with: { name: other } }')
      world.nodes.release('s0')
      expect(await finished).toMatchObject({ result: 's1' })
      expect(await world.store.executions.get(account, executionId)).toMatchObject({ workflowVersion: 1 })
      expect(await (await world.start('chain')).finished).toMatchObject({ result: 'other' })
    })
  })

  describe(`${name}: a store in trouble`, () => {
    const full = new StoreError('STORE_FULL', 'The disk is full.')

    test('when there is room again, running work goes on at once, though somebody has set the clock back meanwhile', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId } = await world.start('chain')
      await settle()
      world.store.failCommits(full)
      world.nodes.release('s0')
      await settle()
      world.clock.set(-86_400_000)
      world.clock.look()
      world.store.failCommits(undefined)
      await world.clock.advance(5_000)
      expect(await world.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })

    test('when it is full, starts are refused, and running work goes on when there is room', async () => {
      const world = await openWorld(create)
      await world.publish(chain(3))
      world.nodes.hold('s0')
      const { finished } = await world.start('chain')
      await settle()
      world.store.failCommits(full)
      world.nodes.release('s0')
      await expect(world.start('chain')).rejects.toMatchObject({ code: 'STORE_FULL' })
      await settle()
      expect(names(world)).toEqual(['s0'])
      world.store.failCommits(undefined)
      await world.clock.advance(2000)
      expect(await finished).toMatchObject({ status: 'success' })
      expect(names(world)).toEqual(['s0', 's1', 's2'])
    })

    test('while another program holds it, running work waits, and goes on when that has let go', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { finished } = await world.start('chain')
      await settle()
      world.store.failCommits(new StoreError('STORE_IN_USE', 'A database browser has it.'))
      world.nodes.release('s0')
      await settle()
      world.store.failCommits(undefined)
      await world.clock.advance(2000)
      expect(await finished).toMatchObject({ status: 'success' })
    })

    test('a value that cannot be stored ends its execution as crashed, and no other', async () => {
      const world = await openWorld(create)
      await world.publish('id: deep\nnodes:\n  s: { type: effect, with: { name: s }, next: t }\n  t: { type: bottomless }')
      await world.publish(chain(2))
      const [deep, flat] = await Promise.all([world.start('deep'), world.start('chain')])
      await expect(deep.finished).rejects.toMatchObject({ code: 'VALUE_UNWRITABLE' })
      expect((await flat.finished).status).toBe('success')
      await settle()
      expect(await world.store.executions.get(account, deep.executionId)).toMatchObject({
        status: 'crashed',
        error: { code: 'VALUE_UNWRITABLE' },
      })
    })

    test('a version that nobody can load any more ends its executions as crashed, and the others go on', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      await world.publish('id: gone\nnodes:\n  s: { type: effect, with: { name: gone } }')
      for (const name of ['s0', 'gone']) world.nodes.hold(name)
      const [good, gone] = await Promise.all([world.start('chain'), world.start('gone')])
      await settle()
      world.store.sever()
      const next = await openWorld(create, { ...world, disk: withoutWorkflow(world.disk, 'gone') })
      await next.driver.resume()
      next.nodes.release('s0')
      await settle()
      expect(next.trouble).toHaveLength(1)
      expect(await world.disk.executions.get(account, gone.executionId)).toMatchObject({
        status: 'crashed',
        error: { code: 'WORKFLOW_NOT_FOUND' },
      })
      expect(await world.disk.executions.get(account, good.executionId)).toMatchObject({ status: 'success' })
    })

    test('when it cannot be trusted, the process is told to end', async () => {
      const world = await openWorld(create)
      await world.publish(chain(1))
      world.store.failCommits(new StoreError('STORE_FAILED', 'fsync failed'))
      await expect(world.start('chain')).rejects.toMatchObject({ code: 'STORE_FAILED' })
      expect(world.fatal).toHaveLength(1)
      expect(names(world)).toEqual([])
    })

    test('so it is when nothing is written but who owns an execution', async () => {
      const world = await openWorld(create)
      await world.publish('id: nap\nnodes:\n  s: { type: sleep, with: { ms: 60000 } }')
      await world.start('nap')
      await settle()
      world.store.failClaims(new StoreError('STORE_FAILED', 'fsync failed'))
      await world.clock.advance(120_000)
      expect(world.fatal).toHaveLength(1)
      expect(world.trouble).toEqual([])
    })
  })
}

/** The same store after somebody has lost one workflow. */
function withoutWorkflow(disk: Store, lost: string): Store {
  const { workflows } = disk
  return {
    ...disk,
    workflows: {
      ...workflows,
      get: (owner, id, version) => (id === lost ? Promise.resolve(undefined) : workflows.get(owner, id, version)),
    },
  }
}
