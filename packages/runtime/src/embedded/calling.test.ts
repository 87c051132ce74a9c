import { StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, names, openWorld, type World } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)
const caller = (more = '') => `id: caller\nnodes:\n  c: { type: call, with: { workflow: callee }${more} }`
const napping = 'id: callee\nnodes:\n  s: { type: sleep, with: { ms: 86400000 } }'

/** An execution that waits for another one, of which the start is on its way to the disk until the gate opens. */
async function callingSlowly() {
  const world = await open()
  await world.publish(caller())
  await world.publish(napping)
  const gate = Promise.withResolvers<void>()
  const { commit } = world.disk.executions
  const executions = {
    ...world.disk.executions,
    async commit(batch: Parameters<typeof commit>[0]) {
      if (batch.some((write) => write.type === 'create' && write.execution.triggerType === 'call')) await gate.promise
      return commit(batch)
    },
  }
  const next = await open({ ...world, disk: { ...world.disk, executions } })
  await next.start('caller', { executionId: 'e' })
  await settle()
  return { next, gate }
}

async function childOf(world: World, parentId: string) {
  return (await world.disk.executions.list(account, { parentId }, { limit: 5 })).items[0]
}

describe('calling', () => {
  test('an end at every moment of the caller falling asleep wakes it', async () => {
    for (let turns = 0; turns < 80; turns++) {
      const world = await open()
      await world.publish(caller())
      await world.publish('id: callee\nnodes:\n  s: { type: act, with: { name: s } }')
      const gate = Promise.withResolvers<{ type: 'done'; output: string }>()
      world.nodes.act('s', () => gate.promise)
      await world.start('caller', { executionId: 'e' })
      for (let turn = 0; turn < turns; turn++) await (turn % 5 === 4 ? new Promise((resolve) => setImmediate(resolve)) : Promise.resolve())
      gate.resolve({ type: 'done', output: 'there' })
      await settle()
      await settle()
      expect(await world.disk.executions.get(account, 'e'), `after ${turns} turns`).toMatchObject({ status: 'success' })
    }
  })

  test('an execution that is canceled cancels the one it waits for', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish(napping)
    await world.start('caller', { executionId: 'e' })
    await settle()
    await world.driver.cancel(account, 'e')
    await settle()
    expect(await childOf(world, 'e')).toMatchObject({ status: 'canceled' })
  })

  test('a crash between the end of the caller and the cancel of the called one does not leave that one asleep, nor its waits open', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish(`${napping}\n  l: { type: listen, with: { name: never } }`)
    await world.start('caller', { executionId: 'e' })
    await settle()
    world.store.severAfter(1)
    void world.driver.cancel(account, 'e')
    await settle()
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'canceled' })
    expect(await childOf(world, 'e')).toMatchObject({ status: 'waiting' })
    const next = await world.crash()
    await settle()
    expect(await childOf(next, 'e')).toMatchObject({ status: 'canceled' })
    expect(await next.driver.emit({ account, name: 'never', data: null })).toBe(0)
  })

  test('a clock that was a year ahead when the process died keeps neither a called one asleep nor its caller', async () => {
    const year = 365 * 24 * 3_600_000
    for (const isCanceled of [true, false]) {
      const world = await open()
      await world.publish(caller())
      await world.publish(napping)
      await world.start('caller', { executionId: 'e' })
      await settle()
      world.clock.set(year)
      const child = await childOf(world, 'e')
      world.store.severAfter(1)
      void world.driver.cancel(account, isCanceled ? 'e' : (child?.id ?? ''))
      await settle()
      world.clock.set(-year)
      const next = await world.crash()
      await settle()
      expect(await childOf(next, 'e')).toMatchObject({ status: 'canceled' })
      expect((await next.disk.executions.get(account, 'e'))?.finishedAt).toBeDefined()
    }
  })

  test('a cancel of the called one that the store refuses is tried again', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish(napping)
    await world.start('caller', { executionId: 'e' })
    await settle()
    const { executions } = world.disk
    let isBusy = true
    const claim: typeof executions.claim = (of, id, fence) =>
      isBusy && id !== 'e'
        ? Promise.reject(new StoreError('STORE_IN_USE', 'Another program holds the store.'))
        : executions.claim(of, id, fence)
    const next = await open({ ...world, disk: { ...world.disk, executions: { ...executions, claim } } })
    await next.driver.cancel(account, 'e')
    await next.clock.advance(5_000)
    expect(await childOf(world, 'e')).toMatchObject({ status: 'waiting', calledOff: true })
    isBusy = false
    await next.clock.advance(1_000)
    expect(await childOf(world, 'e')).toMatchObject({ status: 'canceled' })
  })

  test('a called execution that nobody waits for goes on after a restart, though its caller has ended', async () => {
    const world = await open()
    await world.publish('id: caller\nnodes:\n  c: { type: call, with: { workflow: callee, wait: false } }')
    await world.publish(napping)
    await world.start('caller', { executionId: 'e' })
    await settle()
    const next = await world.crash()
    expect(await next.disk.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    await next.clock.advance(86_400_000)
    expect(await childOf(next, 'e')).toMatchObject({ status: 'success' })
  })

  test('a timeout of the waiting step cancels the called execution', async () => {
    const world = await open()
    await world.publish(caller(', timeout: 30s'))
    await world.publish(napping)
    await world.start('caller', { executionId: 'e' })
    await settle()
    await world.clock.advance(30_000)
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'failed', error: { code: 'STEP_TIMEOUT' } })
    expect(await childOf(world, 'e')).toMatchObject({ status: 'canceled' })
  })

  test('a crash right after the timeout, or right after the retry that follows it, leaves no called execution running', async () => {
    for (const more of [', timeout: 30s, onError: continue', ', timeout: 30s, retry: { attempts: 2, delay: 1h }']) {
      const world = await open()
      await world.publish(`${caller(more)}\n  n: { type: sleep, with: { ms: 86400000 } }`)
      await world.publish(napping)
      await world.start('caller', { executionId: 'e' })
      await settle()
      world.store.severAfter(1)
      await world.clock.advance(30_000)
      expect(await childOf(world, 'e')).toMatchObject({ status: 'waiting', calledOff: true })
      const next = await world.crash()
      await settle()
      expect(await next.disk.executions.get(account, 'e')).toMatchObject({ status: 'waiting' })
      expect(await childOf(next, 'e')).toMatchObject({ status: 'canceled' })
    }
  })

  test('one that is given up just before it is created is not created', async () => {
    const world = await open()
    await world.publish(caller(', timeout: 30s'))
    await world.publish(napping)
    const gate = Promise.withResolvers<void>()
    const workflows = {
      ...world.disk.workflows,
      async get(...args: Parameters<typeof world.disk.workflows.get>) {
        if (args[1] === 'callee') await gate.promise
        return world.disk.workflows.get(...args)
      },
    }
    const next = await open({ ...world, disk: { ...world.disk, workflows } })
    await next.start('caller', { executionId: 'e' })
    await next.clock.advance(30_000)
    gate.resolve()
    await settle()
    expect(await childOf(next, 'e')).toBeUndefined()
  })

  test('one that is not waited for goes on', async () => {
    const world = await open()
    await world.publish(
      'id: caller\nnodes:\n  c: { type: call, with: { workflow: callee, wait: false }, next: s }\n  s: { type: sleep, with: { ms: 60000 } }',
    )
    await world.publish(napping)
    await world.start('caller', { executionId: 'e' })
    await settle()
    await world.driver.cancel(account, 'e')
    await settle()
    expect(await childOf(world, 'e')).toMatchObject({ status: 'waiting' })
  })

  test('begins only when the wait is on disk', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish('id: callee\nnodes:\n  s: { type: effect, with: { name: s } }')
    const { commit } = world.disk.executions
    const batches: string[][] = []
    const executions = {
      ...world.disk.executions,
      commit(batch: Parameters<typeof commit>[0]) {
        batches.push(batch.flatMap((write) => (!('events' in write) ? [] : write.events.map((event) => event.type))))
        return commit(batch)
      },
    }
    const next = await open({ ...world, disk: { ...world.disk, executions } })
    await next.start('caller', { executionId: 'e' })
    await settle()
    expect(batches.slice(0, 3)).toEqual([['execution-started'], ['step-waiting'], ['execution-started']])
  })

  test('that is given up before the wait is on disk does not begin', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish(napping)
    const start = world.start('caller', { executionId: 'e' })
    await start
    world.store.holdCommits()
    await settle()
    const canceling = world.driver.cancel(account, 'e')
    await settle()
    world.store.releaseCommits()
    expect(await canceling).toBe('canceling')
    await settle()
    expect(await childOf(world, 'e')).toBeUndefined()
  })

  test('that is given up while it begins is canceled as soon as it is there', async () => {
    const { next, gate } = await callingSlowly()
    const canceling = next.driver.cancel(account, 'e')
    await settle()
    gate.resolve()
    expect(await canceling).toBe('canceling')
    await settle()
    expect(await childOf(next, 'e')).toMatchObject({ status: 'canceled' })
  })

  test('goes on when the cancel that gave it up comes to nothing, for its caller belongs to another process by then', async () => {
    const { next, gate } = await callingSlowly()
    const canceling = next.driver.cancel(account, 'e')
    await settle()
    await next.disk.executions.claim(account, 'e', 1000)
    gate.resolve()
    await expect(canceling).rejects.toThrow('belongs to another process')
    await settle()
    expect(await childOf(next, 'e')).toMatchObject({ status: 'waiting' })
  })

  test('waits for room when the disk is full: running work pauses and does not fail', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish('id: callee\nnodes:\n  s: { type: effect, with: { name: s } }')
    let isFull = false
    const { commit } = world.disk.executions
    const full = { ...world.disk, executions: { ...world.disk.executions, commit: refusingStarts } }
    function refusingStarts(batch: Parameters<typeof commit>[0]): ReturnType<typeof commit> {
      const isCall = batch.some((write) => write.type === 'create' && write.execution.triggerType === 'call')
      return isFull && isCall ? Promise.reject(new StoreError('STORE_FULL', 'no room')) : commit(batch)
    }
    const next = await open({ ...world, disk: full })
    isFull = true
    await next.start('caller', { executionId: 'e' })
    await settle()
    expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'running' })
    isFull = false
    await next.clock.advance(2000)
    expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    expect(names(next)).toEqual(['s'])
  })

  test('a called execution that crashes ends the wait of its caller, asleep or not', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish('id: callee\nnodes:\n  s: { type: sleep, with: { ms: 60000 }, next: t }\n  t: { type: bottomless }')
    await world.start('caller', { executionId: 'e' })
    await settle()
    await world.clock.advance(60_000)
    expect(await childOf(world, 'e')).toMatchObject({ status: 'crashed' })
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'failed', error: { code: 'CALL_FAILED' } })
  })

  test('a called execution that nobody can load any more ends the wait of its caller', async () => {
    const world = await open()
    await world.publish(caller())
    await world.publish(napping)
    await world.start('caller', { executionId: 'e' })
    await settle()
    world.store.sever()
    const { workflows } = world.disk
    const disk = {
      ...world.disk,
      workflows: {
        ...workflows,
        get: (...[owner, id, version]: Parameters<typeof workflows.get>) =>
          id === 'callee' ? Promise.resolve(undefined) : workflows.get(owner, id, version),
      },
    }
    const next = await open({ ...world, disk })
    await next.driver.resume()
    await next.clock.advance(86_400_000)
    expect(await childOf(next, 'e')).toMatchObject({ status: 'crashed' })
    expect(await next.disk.executions.get(account, 'e')).toMatchObject({ status: 'failed', error: { code: 'CALL_FAILED' } })
  })

  test('a crash between the wait and the start of the called execution loses no time, though the step has a timeout', async () => {
    for (let commits = 1; commits < 6; commits++) {
      const world = await open()
      await world.publish(caller(', timeout: 1h'))
      await world.publish('id: callee\nnodes:\n  s: { type: effect, with: { name: s } }')
      world.store.severAfter(commits)
      void world.start('caller', { executionId: 'e' })
      await settle()
      const next = await world.crash()
      await settle()
      expect(await next.disk.executions.get(account, 'e'), `after ${commits} commits`).toMatchObject({ status: 'success' })
    }
  })
})
