import type { JsonObject } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, names, openWorld, type World } from './world.ts'

const limited = (settings: string) => `id: limited
settings: { ${settings} }
nodes: { work: { type: effect, with: { name: "{{ trigger.n }}" } } }`

async function opened(create: CreateDriver, settings: string): Promise<World> {
  const world = await openWorld(create)
  await world.publish(limited(settings))
  return world
}

async function begin(world: World, all: readonly string[], data: JsonObject = {}): Promise<void> {
  for (const n of all) await world.start('limited', { executionId: n, data: { n, ...data } })
  await settle()
}

const rowOf = (world: World, id: string) => world.disk.executions.get(account, id)
const statuses = (world: World, ...ids: readonly string[]) => Promise.all(ids.map(async (id) => (await rowOf(world, id))?.status))

/** Rate limits and debounces decide when executions start. */
export function behavesAtGates(name: string, create: CreateDriver): void {
  describe(`${name}: a rate limit`, () => {
    test('refuses what comes beyond it, says when to try again, and keeps nothing of it', async () => {
      const world = await opened(create, 'rateLimit: { limit: 2, per: 1m }')
      await begin(world, ['a'])
      await world.clock.advance(20_000)
      await begin(world, ['b'])
      await expect(begin(world, ['c'])).rejects.toMatchObject({ code: 'RATE_LIMITED', status: 429, retryAfterMs: 40_000 })
      expect(await rowOf(world, 'c')).toBeUndefined()
      await world.clock.advance(40_000)
      await begin(world, ['d'])
      await expect(begin(world, ['e'])).rejects.toMatchObject({ retryAfterMs: expect.closeTo(20_000, 1) })
      expect(names(world)).toEqual(['a', 'b', 'd'])
    })

    test('queues what comes beyond it, and starts it when it may, whatever dies', async () => {
      let world = await opened(create, 'rateLimit: { limit: 2, per: 1m, onLimit: queue }')
      await begin(world, ['a', 'b', 'c', 'd', 'e'])
      expect([names(world), await statuses(world, 'c', 'e')]).toEqual([
        ['a', 'b'],
        ['queued', 'queued'],
      ])
      const start = world.clock.now()
      expect(await world.driver.queuePlace(account, 'e')).toMatchObject({ cause: 'rate-limit', rate: { limit: 2, perMs: 60_000 } })
      expect(((await world.driver.queuePlace(account, 'e'))?.startsAt ?? 0) - start).toBeCloseTo(120_000, -1)
      world = await world.crash()
      await begin(world, ['f'])
      await world.clock.advance(61_100)
      expect(names(world)).toEqual(['a', 'b', 'c', 'd'])
      world = await world.crash()
      await world.clock.advance(61_100)
      expect(names(world)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    })

    test('counts for each value of its key, and holds over a crash', async () => {
      let world = await opened(create, 'rateLimit: { limit: 1, per: 1m, key: "{{ trigger.k }}", onLimit: drop }')
      await begin(world, ['a'], { k: 1 })
      await begin(world, ['b'], { k: 2 })
      world = await world.crash()
      await begin(world, ['c'], { k: 1 })
      expect(await rowOf(world, 'c')).toMatchObject({
        status: 'canceled',
        error: { code: 'DROPPED', message: 'dropped: 1 per 60 s for key k=1' },
      })
      await world.clock.advance(60_000)
      await begin(world, ['d'], { k: 1 })
      expect(names(world)).toEqual(['a', 'b', 'd'])
    })

    test('and a limit of how many run at once hold together', async () => {
      const world = await opened(create, 'rateLimit: { limit: 2, per: 1m, onLimit: queue }, concurrency: { limit: 1 }')
      world.nodes.hold('a')
      await begin(world, ['a', 'b', 'c'])
      expect(names(world)).toEqual(['a'])
      await world.clock.advance(61_100)
      expect(await statuses(world, 'a', 'b', 'c')).toEqual(['running', 'queued', 'queued'])
      world.nodes.release('a')
      await settle()
      await settle()
      expect(names(world)).toEqual(['a', 'b', 'c'])
    })
  })

  describe(`${name}: a debounce`, () => {
    test('runs the last of the starts that follow each other, and records the others', async () => {
      const world = await opened(create, 'debounce: { delay: 5s }')
      await begin(world, ['a'])
      await world.clock.advance(4_000)
      await begin(world, ['b'])
      expect(await rowOf(world, 'a')).toMatchObject({
        status: 'canceled',
        error: { code: 'SUPERSEDED', message: 'superseded by execution b' },
      })
      expect(await world.driver.queuePlace(account, 'b')).toMatchObject({ cause: 'debounce', startsAt: world.clock.now() + 5_000 })
      await world.clock.advance(4_999)
      expect(names(world)).toEqual([])
      await world.clock.advance(1)
      expect([names(world), await statuses(world, 'b')]).toEqual([['b'], ['success']])
      await begin(world, ['c'])
      await world.clock.advance(5_000)
      expect(names(world)).toEqual(['b', 'c'])
    })

    test('replaces only starts with the same key', async () => {
      const world = await opened(create, 'debounce: { delay: 5s, key: "{{ trigger.k }}" }')
      await begin(world, ['a'], { k: 1 })
      await begin(world, ['b'], { k: 2 })
      await begin(world, ['c'], { k: 1 })
      await world.clock.advance(5_000)
      expect(names(world)).toEqual(['b', 'c'])
    })

    test('runs one after maxDelay, however many come', async () => {
      const world = await opened(create, 'debounce: { delay: 5s, maxDelay: 12s }')
      for (const n of ['a', 'b', 'c', 'd', 'e', 'f']) {
        await begin(world, [n])
        await world.clock.advance(3_000)
      }
      expect(names(world)).toEqual(['d'])
      await world.clock.advance(5_000)
      expect(names(world)).toEqual(['d', 'f'])
    })

    test('replaces what a process that has died had put off, and starts of one moment', async () => {
      let world = await opened(create, 'debounce: { delay: 5s }')
      await begin(world, ['a'])
      world = await world.crash()
      await Promise.all(['b', 'c', 'd'].map((n) => world.start('limited', { executionId: n, data: { n } })))
      await settle()
      expect(await statuses(world, 'a', 'b', 'c', 'd')).toEqual(['canceled', 'canceled', 'canceled', 'queued'])
      world = await world.crash()
      await world.clock.advance(5_000)
      expect(names(world)).toEqual(['d'])
    })

    test('runs one alone also when the process dies before the other is canceled', async () => {
      const world = await opened(create, 'debounce: { delay: 5s }')
      await begin(world, ['a'])
      world.store.severAfter(1)
      void begin(world, ['b'])
      await settle()
      const next = await world.crash()
      expect(await statuses(next, 'a', 'b')).toEqual(['queued', 'queued'])
      await next.clock.advance(5_000)
      await settle()
      expect([names(next), await statuses(next, 'a', 'b')]).toEqual([['b'], ['canceled', 'success']])
    })
  })

  describe(`${name}: the same id`, () => {
    test.each(['', 'concurrency: { limit: 1 }', 'debounce: { delay: 1s }'])(
      'asked for at once is one execution, with settings "%s"',
      async (settings) => {
        const world = await opened(create, settings)
        const starts = Array.from({ length: 5 }, () => world.start('limited', { executionId: 'a', data: { n: 'a' } }))
        const started = await Promise.all(starts)
        expect(new Set(started.map(({ executionId }) => executionId))).toEqual(new Set(['a']))
        await world.clock.advance(1_000)
        expect([names(world), await statuses(world, 'a')]).toEqual([['a'], ['success']])
      },
    )

    test('is begun by the second when the first was refused', async () => {
      const world = await opened(create, 'rateLimit: { limit: 1, per: 1m }')
      await begin(world, ['a'])
      const refused = world.start('limited', { executionId: 'b', data: { n: 'b' } })
      const again = world.start('limited', { executionId: 'b', data: { n: 'b' } })
      await expect(refused).rejects.toMatchObject({ code: 'RATE_LIMITED' })
      await expect(again).rejects.toMatchObject({ code: 'RATE_LIMITED' })
      await world.clock.advance(60_000)
      await begin(world, ['b'])
      expect(names(world)).toEqual(['a', 'b'])
    })
  })

  describe(`${name}: a limit of the process`, () => {
    const plain = (id: string, settings = '') => limited(settings).replace('id: limited', `id: ${id}`)

    test('queues what comes beyond it by priority, over all workflows, and lets what waits leave its place', async () => {
      const world = await openWorld(create, { ports: { maxRunning: 1 } })
      await world.publish(plain('one'))
      await world.publish(plain('two', 'priority: 80'))
      await world.publish('id: naps\nnodes: { nap: { type: sleep, with: { ms: 60000 } } }')
      world.nodes.hold('a')
      for (const [workflow, n] of [
        ['one', 'a'],
        ['one', 'b'],
        ['two', 'c'],
        ['one', 'd'],
        ['naps', 'e'],
        ['one', 'f'],
      ] as const)
        await world.start(workflow, { executionId: n, data: { n } })
      await settle()
      expect([names(world), await statuses(world, 'a', 'b', 'c')]).toEqual([['a'], ['running', 'queued', 'queued']])
      expect(await world.driver.queuePlace(account, 'b')).toMatchObject({ cause: 'instance', limit: 1 })
      world.nodes.release('a')
      for (let turn = 0; turn < 10; turn++) await settle()
      expect(names(world)).toEqual(['a', 'c', 'b', 'd', 'f'])
      expect(await statuses(world, 'e', 'f')).toEqual(['waiting', 'success'])
      await world.clock.advance(60_000)
      expect(await statuses(world, 'e')).toEqual(['success'])
    })
  })

  describe(`${name}: running again what gates count`, () => {
    const failing = (settings: string) => limited(settings).replace('type: effect, with: { name: "{{ trigger.n }}" }', 'type: fatal')
    const retry = async (world: World, executionId: string) => {
      const outcome = await world.driver.replay({ account, executionId, choice: { type: 'retry' } })
      await settle()
      return outcome.type === 'replayed' ? outcome.started.executionId : outcome.type
    }

    test('is put off by a rate limit that drops, so that no dead letter is lost', async () => {
      const world = await openWorld(create)
      await world.publish(failing('rateLimit: { limit: 1, per: 1m, onLimit: drop }'))
      await begin(world, ['a'])
      const again = await retry(world, 'a')
      expect(await statuses(world, again)).toEqual(['queued'])
      await world.clock.advance(61_000)
      expect(await rowOf(world, again)).toMatchObject({ status: 'failed', letter: 'open' })
    })

    test('neither takes the place of a start that a debounce puts off, nor loses its own to another', async () => {
      const world = await openWorld(create)
      await world.publish(failing('debounce: { delay: 5s }'))
      for (const n of ['a', 'b']) {
        await begin(world, [n])
        await world.clock.advance(6_000)
      }
      await begin(world, ['newest'])
      const replays = [await retry(world, 'a'), await retry(world, 'b')]
      expect(await statuses(world, 'newest', ...replays)).toEqual(['queued', 'failed', 'failed'])
      await world.clock.advance(6_000)
      expect(await statuses(world, 'newest')).toEqual(['failed'])
    })
  })
}
