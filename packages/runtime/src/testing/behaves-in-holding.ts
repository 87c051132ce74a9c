import { describe, expect, test } from 'vitest'
import { begin, end, limited, opened, statuses } from './limited-world.ts'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, names } from './world.ts'

/** A place, of which there are so many, while the execution that has it waits. */
export function behavesInHolding(name: string, create: CreateDriver): void {
  describe(`${name}: an execution that waits`, () => {
    const sleeping = (whileWaiting: string, extra = '') => `id: limited
settings: { concurrency: { limit: 1, whileWaiting: ${whileWaiting} }${extra} }
nodes:
  before: { type: effect, with: { name: "{{ trigger.n }} before" }, next: nap }
  nap: { type: sleep, with: { ms: 60000 }, next: after }
  after: { type: effect, with: { name: "{{ trigger.n }}" } }`

    test('keeps its place', async () => {
      const world = await opened(create, sleeping('hold'))
      await begin(world, ['a', 'b'])
      expect(await statuses(world, 'a', 'b')).toEqual(['waiting', 'queued'])
      await world.clock.advance(60_000)
      await end(world, 'a')
      expect(names(world)).toEqual(['a before', 'a', 'b before'])
    })

    test('leaves its place to others where that is wanted, and is the next when it needs one again', async () => {
      let world = await opened(create, sleeping('release'))
      await begin(world, ['a', 'b', 'c'])
      expect(names(world)).toEqual(['a before', 'b before', 'c before'])
      expect(await statuses(world, 'a', 'b', 'c')).toEqual(['waiting', 'waiting', 'waiting'])
      world = await world.crash()
      await world.clock.advance(60_000)
      expect(names(world).slice(3)).toEqual(['a'])
      expect(await statuses(world, 'a', 'b', 'c')).toEqual(['running', 'queued', 'queued'])
      await begin(world, ['d'])
      await end(world, 'a')
      world = await world.crash()
      await end(world, 'b', 'c')
      expect(names(world).slice(3)).toEqual(['a', 'b', 'b', 'c', 'd before'])
    })

    test('can be canceled without a place', async () => {
      const world = await opened(create, sleeping('release'))
      await begin(world, ['a', 'b'])
      expect(await world.driver.cancel(account, 'a')).toBe('canceling')
      await settle()
      expect(await statuses(world, 'a', 'b')).toEqual(['canceled', 'waiting'])
    })

    test('for one that it has called itself goes on where it leaves its place, and says what keeps it where it does not', async () => {
      const recursive = (whileWaiting: string) => `id: limited
settings: { concurrency: { limit: 1, whileWaiting: ${whileWaiting} } }
inputs: { n: { type: number, default: 1 } }
nodes:
  more: { type: set, with: { values: "{{ inputs.n }}" }, next: again }
  again: { type: call, disabled: false, with: { workflow: child, inputs: { n: 0 } } }`
      const child = 'id: child\ninputs: { n: { type: number } }\nnodes: { back: { type: call, with: { workflow: leaf } } }'
      const leaf = limited('concurrency: { limit: 1 }', 'leaf').replace('{{ trigger.n }}', 'leaf')
      const world = await opened(create, recursive('release'), child, leaf)
      await world.start('limited', { executionId: 'a' })
      await settle()
      await settle()
      expect([names(world), await statuses(world, 'a')]).toEqual([['leaf'], ['success']])
    })

    test('is named where it waits for one that needs its place', async () => {
      const source = `id: limited
settings: { concurrency: { limit: 1 } }
nodes: { again: { type: call, with: { workflow: between } } }`
      const world = await opened(create, source, 'id: between\nnodes: { back: { type: call, with: { workflow: limited } } }')
      await world.start('limited', { executionId: 'a' })
      await settle()
      const { items } = await world.disk.executions.list(account, { workflowId: 'limited', status: ['queued'] }, { limit: 9 })
      expect(await world.driver.queuePlace(account, items[0]?.id ?? '')).toMatchObject({ holders: ['a'], heldByCaller: 'a' })
      await world.driver.cancel(account, 'a')
      await settle()
      expect(await statuses(world, 'a', items[0]?.id ?? '')).toEqual(['canceled', 'canceled'])
    })
  })
}
