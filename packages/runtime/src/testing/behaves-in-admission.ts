import { describe, expect, test } from 'vitest'
import { begin, end, limited, opened, rowOf, statuses } from './limited-world.ts'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, names } from './world.ts'

/** Limits decide when executions run. */
export function behavesInAdmission(name: string, create: CreateDriver): void {
  describe(`${name}: a limit of how many run at once`, () => {
    test('queues what comes beyond it, and admits the next in order when one ends', async () => {
      const world = await opened(create, limited('concurrency: { limit: 2 }'))
      await begin(world, ['a', 'b', 'c', 'd'])
      expect(names(world)).toEqual(['a', 'b'])
      expect(await statuses(world, 'a', 'b', 'c', 'd')).toEqual(['running', 'running', 'queued', 'queued'])
      expect((await world.log('c')).map(({ type }) => type)).toEqual(['execution-started'])
      expect(world.driver.presence(account, 'c').isInMemory).toBe(false)
      await end(world, 'b')
      expect(names(world)).toEqual(['a', 'b', 'c'])
      expect((await world.log('c')).map(({ type }) => type)).toEqual(['execution-started', 'execution-admitted'])
      await end(world, 'a', 'c', 'd')
      expect(names(world)).toEqual(['a', 'b', 'c', 'd'])
      expect(await statuses(world, 'a', 'b', 'c', 'd')).toEqual(['success', 'success', 'success', 'success'])
      expect((await rowOf(world, 'd'))?.admission).not.toHaveProperty('place')
    })

    test('counts for each value of its key, whatever its type', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1, key: "{{ trigger.customer }}" }'))
      await begin(world, ['a1', 'a2'], { customer: 'a' })
      await begin(world, ['n1'], { customer: 7 })
      await begin(world, ['n2'], { customer: '7' })
      await begin(world, ['l1'], { customer: 'x'.repeat(5_000) })
      await begin(world, ['l2'], { customer: 'x'.repeat(5_001) })
      expect(names(world)).toEqual(['a1', 'n1', 'l1', 'l2'])
      expect((await rowOf(world, 'a2'))?.admission).toMatchObject({ lane: 'limited:a', key: 'customer=a', priority: 50, place: 'queued' })
      await end(world, 'n1')
      expect(names(world)).toEqual(['a1', 'n1', 'l1', 'l2', 'n2'])
    })

    test('refuses a start whose key cannot be evaluated', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1, key: "{{ trigger.customer.id }}" }'))
      const start = world.start('limited', { executionId: 'a', data: { n: 'a' } })
      await expect(start).rejects.toMatchObject({ code: 'KEY_INVALID', message: expect.stringContaining('"concurrency"') })
      expect(await rowOf(world, 'a')).toBeUndefined()
    })

    test('queues what is run again where others are dropped, so that no dead letter is lost', async () => {
      const world = await opened(
        create,
        limited('concurrency: { limit: 1, onLimit: drop }').replace('} } }', '}, next: broken }, broken: { type: fatal } }'),
      )
      await begin(world, ['a'])
      await end(world, 'a')
      expect(await rowOf(world, 'a')).toMatchObject({ status: 'failed', letter: 'open' })
      await begin(world, ['b', 'c'])
      expect(await statuses(world, 'b', 'c')).toEqual(['running', 'canceled'])
      const outcome = await world.driver.replay({ account, executionId: 'a', choice: { type: 'retry' } })
      const again = outcome.type === 'replayed' ? outcome.started.executionId : ''
      expect(await statuses(world, again)).toEqual(['queued'])
      await end(world, 'b')
      await settle()
      expect(await rowOf(world, again)).toMatchObject({ status: 'failed', letter: 'open' })
    })

    test('admits by priority, then by time', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1 }, priority: 20'))
      await begin(world, ['first', 'low'], {})
      await begin(world, ['high', 'high too'], {}, { priority: 90 })
      await begin(world, ['middle'], {}, { priority: 21 })
      await end(world, 'first', 'high', 'high too', 'middle', 'low')
      expect(names(world)).toEqual(['first', 'high', 'high too', 'middle', 'low'])
    })

    test('keeps the order of what comes in one millisecond, and of what is started at once', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1 }'))
      const all = Array.from({ length: 30 }, (_, index) => `n${index}`)
      await Promise.all(all.map((n) => world.start('limited', { data: { n } })))
      await settle()
      for (let turn = 0; turn < 30; turn++) await settle()
      expect(names(world)).toEqual(all)
    })

    test('is not exceeded and forgets nobody when the process dies', async () => {
      let world = await opened(create, limited('concurrency: { limit: 2 }'))
      await begin(world, ['a', 'b', 'c', 'd', 'e'])
      world = await world.crash()
      expect(names(world)).toEqual(['a', 'b', 'a', 'b'])
      await begin(world, ['f'])
      expect((await rowOf(world, 'f'))?.status).toBe('queued')
      await end(world, 'a')
      world = await world.crash()
      await end(world, 'b', 'c', 'd', 'e', 'f')
      expect(await statuses(world, 'a', 'b', 'c', 'd', 'e', 'f')).toEqual(Array(6).fill('success'))
      expect([...new Set(names(world))]).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    })

    test('refuses a start when as many are queued as may be', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1, maxQueued: 1 }'))
      await begin(world, ['a', 'b'])
      await expect(world.start('limited', { executionId: 'c', data: { n: 'c' } })).rejects.toMatchObject({
        code: 'QUEUE_FULL',
        status: 429,
      })
      expect(await rowOf(world, 'c')).toBeUndefined()
      await end(world, 'a')
      await begin(world, ['d'])
      expect(await statuses(world, 'b', 'd')).toEqual(['running', 'queued'])
    })

    test('drops a start for which there is no place, on the record', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1, onLimit: drop, key: "{{ trigger.k }}" }'))
      await begin(world, ['a', 'b'], { k: 'x' })
      expect(await rowOf(world, 'b')).toMatchObject({
        status: 'canceled',
        error: { code: 'DROPPED', message: 'dropped: all 1 places of key k=x of workflow limited are taken' },
      })
      await end(world, 'a')
      await begin(world, ['c'], { k: 'x' })
      expect(names(world)).toEqual(['a', 'c'])
    })

    test('cancels what runs for the newest, and what was queued between the two', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1, onLimit: cancel-running }'))
      world.nodes.hold('a')
      await world.start('limited', { executionId: 'a', data: { n: 'a' } })
      await settle()
      await begin(world, ['b'])
      expect(await statuses(world, 'a', 'b')).toEqual(['canceled', 'running'])
      expect((await rowOf(world, 'a'))?.error?.message).toBe('canceled to make room for execution b')
      await Promise.all(['c', 'd', 'e'].map((n) => world.start('limited', { executionId: n, data: { n } })))
      await settle()
      expect(await statuses(world, 'b', 'c', 'd', 'e')).toEqual(['canceled', 'canceled', 'canceled', 'success'])
      expect((await rowOf(world, 'd'))?.error).toMatchObject({ code: 'SUPERSEDED', message: 'superseded by execution e' })
    })

    test('cancels nothing for one that comes back from its wait', async () => {
      const source = `id: limited
settings: { concurrency: { limit: 1, onLimit: cancel-running, whileWaiting: release } }
nodes:
  nap: { type: sleep, with: { ms: "{{ trigger.ms }}" }, next: work }
  work: { type: effect, with: { name: "{{ trigger.n }}" } }`
      const world = await opened(create, source)
      await begin(world, ['a'], { ms: 60_000 })
      await world.clock.advance(10)
      await begin(world, ['b'], { ms: 0 })
      await world.clock.advance(60_000)
      expect(await statuses(world, 'a', 'b')).toEqual(['queued', 'running'])
      await end(world, 'b', 'a')
      expect(await statuses(world, 'a', 'b')).toEqual(['success', 'success'])
    })

    test('of a newer version holds for what an older one has queued', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1 }'))
      await begin(world, ['a', 'b', 'c', 'd'])
      await world.publish(limited('concurrency: { limit: 3 }'))
      await settle()
      expect(names(world)).toEqual(['a', 'b', 'c'])
      await world.publish(limited(''))
      await settle()
      expect(names(world)).toEqual(['a', 'b', 'c', 'd'])
    })

    test('holds for a replay too, which keeps what it has taken until there is a place', async () => {
      let world = await opened(
        create,
        `id: limited
settings: { concurrency: { limit: 1 } }
nodes:
  before: { type: effect, with: { name: "{{ trigger.n }} before" }, next: work }
  work: { type: effect, with: { name: "{{ trigger.n }}" } }`,
      )
      world.nodes.failFirst('a', 1)
      await world.start('limited', { executionId: 'a', data: { n: 'a' } })
      await settle()
      await begin(world, ['b'])
      const replayed = await world.driver.replay({ account, executionId: 'a', choice: { type: 'retry' } })
      if (replayed.type !== 'replayed') throw new Error(replayed.type)
      const { executionId } = replayed.started
      await settle()
      expect([replayed.started.status, ...(await statuses(world, 'a', 'b', executionId))]).toEqual([
        'queued',
        'failed',
        'running',
        'queued',
      ])
      world = await world.crash()
      await end(world, 'b')
      expect(await statuses(world, 'b', executionId)).toEqual(['success', 'success'])
      expect([...new Set(names(world))]).toEqual(['a before', 'a', 'b before', 'b'])
      expect(names(world).filter((one) => one === 'a before')).toHaveLength(1)
    })

    test('lets a queued execution be canceled, and those behind it move up', async () => {
      const world = await opened(create, limited('concurrency: { limit: 1 }'))
      await begin(world, ['a', 'b', 'c'])
      expect(await world.driver.queuePlace(account, 'c')).toMatchObject({ cause: 'concurrency', ahead: 1, limit: 1, holders: ['a'] })
      expect(await world.driver.cancel(account, 'b')).toBe('canceling')
      await settle()
      expect(await world.driver.queuePlace(account, 'c')).toMatchObject({ ahead: 0 })
      await end(world, 'a', 'c')
      expect(names(world)).toEqual(['a', 'c'])
      expect(await world.driver.queuePlace(account, 'c')).toBeUndefined()
    })
  })
}
