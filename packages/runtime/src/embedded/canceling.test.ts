import { describe, expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, names, openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)
const nap = 'id: nap\nnodes:\n  s: { type: sleep, with: { ms: 60000 }, next: t }\n  t: { type: effect, with: { name: t } }'

describe('canceling', () => {
  test('counts at every moment of falling asleep', async () => {
    for (let turns = 0; turns < 60; turns++) {
      const world = await open()
      await world.publish(nap)
      await world.start('nap', { executionId: 'e' })
      for (let turn = 0; turn < turns; turn++) await (turn % 6 === 5 ? new Promise((resolve) => setImmediate(resolve)) : Promise.resolve())
      expect(await world.driver.cancel(account, 'e')).toBe('canceling')
      await settle()
      expect(await world.disk.executions.get(account, 'e'), `after ${turns} turns`).toMatchObject({ status: 'canceled' })
    }
  })

  test('counts at every moment of waking up, or comes too late and says so', async () => {
    for (let turns = 0; turns < 60; turns++) {
      const world = await open()
      await world.publish(nap)
      await world.start('nap', { executionId: 'e' })
      await settle()
      void world.clock.advance(60_000)
      for (let turn = 0; turn < turns; turn++) await (turn % 4 === 3 ? new Promise((resolve) => setImmediate(resolve)) : Promise.resolve())
      const answer = await world.driver.cancel(account, 'e')
      await settle()
      const status = (await world.disk.executions.get(account, 'e'))?.status
      expect([answer, status], `after ${turns} turns`).toEqual(
        answer === 'canceling' ? ['canceling', 'canceled'] : ['already-finished', 'success'],
      )
    }
  })

  test('two at once make one end', async () => {
    const world = await open()
    await world.publish(nap)
    await world.start('nap', { executionId: 'e' })
    await settle()
    await Promise.all([world.driver.cancel(account, 'e'), world.driver.cancel(account, 'e')])
    expect((await world.log('e')).filter((event) => event.type === 'cancel-requested')).toHaveLength(1)
  })

  test('an answer that comes after it counts for nothing', async () => {
    const world = await open()
    await world.publish('id: acting\nnodes:\n  a: { type: act, with: { name: a }, next: b }\n  b: { type: act, with: { name: b } }')
    const late = Promise.withResolvers<{ type: 'done'; output: string }>()
    world.nodes.act('a', () => late.promise)
    await world.start('acting', { executionId: 'e' })
    await settle()
    await world.driver.cancel(account, 'e')
    late.resolve({ type: 'done', output: 'late' })
    await settle()
    expect(names(world)).toEqual(['a'])
    expect((await world.log('e')).map((event) => event.type)).toEqual(['execution-started', 'cancel-requested'])
  })

  test('reaches the signal of an attempt that took too long, while the execution goes on', async () => {
    const world = await open()
    await world.publish(
      'id: acting\nnodes:\n  a: { type: act, with: { name: a }, timeout: 1s, onError: continue, next: b }\n  b: { type: effect, with: { name: b } }',
    )
    const signals: AbortSignal[] = []
    world.nodes.act('a', ({ signal }) => {
      signals.push(signal)
      return new Promise(() => undefined)
    })
    world.nodes.hold('b')
    await world.start('acting', { executionId: 'e' })
    await world.clock.advance(999)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await world.clock.advance(1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(names(world)).toEqual(['a', 'b'])
  })

  test('an attempt that took too long before the disk let it begin is not begun any more', async () => {
    const world = await open()
    await world.publish('id: acting\nnodes:\n  a: { type: act, with: { name: a }, timeout: 1s, retry: { attempts: 2, delay: 5s } }')
    world.store.holdCommits()
    const start = world.start('acting', { executionId: 'e' })
    await world.clock.advance(1000)
    world.store.releaseCommits()
    await start
    await settle()
    expect(names(world)).toEqual([])
    await world.clock.advance(5000)
    expect(world.nodes.effects.map(({ attempt }) => attempt)).toEqual([2])
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'success' })
  })

  test('an attempt that asks for its signal only afterwards gets one that is aborted', async () => {
    const world = await open()
    await world.publish('id: acting\nnodes:\n  a: { type: act, with: { name: a }, timeout: 1s, retry: { attempts: 2, delay: 1s } }')
    const contexts: { readonly signal: AbortSignal }[] = []
    world.nodes.act('a', (context) => {
      contexts.push(context)
      return new Promise(() => undefined)
    })
    await world.start('acting', { executionId: 'e' })
    await world.clock.advance(1000)
    await world.clock.advance(1000)
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([true, false])
    await world.driver.cancel(account, 'e')
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([true, true])
  })
})
