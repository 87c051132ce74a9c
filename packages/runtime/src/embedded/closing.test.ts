import { createMemoryStore, type Store } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, chain, names, openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)

const caller = 'id: caller\nnodes:\n  a: { type: effect, with: { name: a }, next: c }\n  c: { type: call, with: { workflow: callee } }'
const callee = 'id: callee\nnodes:\n  s: { type: effect, with: { name: s } }'

describe('closing', () => {
  test('a start that is on its way is refused or on disk, and never hangs', async () => {
    for (let turns = 0; turns < 6; turns++) {
      const world = await open()
      await world.publish(chain(1))
      world.nodes.hold('s0')
      const start = world.start('chain', { executionId: 'once' }).then(
        () => 'started',
        (error: { code?: string }) => error.code,
      )
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      await world.driver.close()
      const isOnDisk = (await world.disk.executions.get(account, 'once')) !== undefined
      expect(await start).toBe(isOnDisk ? 'started' : 'CLOSED')
    }
  })

  test('does not fail a step that was about to call: the next driver makes the call', async () => {
    const world = await open()
    await world.publish(caller)
    await world.publish(callee)
    world.nodes.hold('a')
    const { executionId } = await world.start('caller')
    await settle()
    world.nodes.release('a')
    for (let turn = 0; turn < 4; turn++) await Promise.resolve()
    await world.driver.close()
    const next = await world.crash()
    await settle()
    expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
  })

  test('does not wait for the work to end, and begins no further step', async () => {
    const world = await open()
    await world.publish(
      'id: busy\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}" }, nodes: { s: { type: effect, with: { name: s } } } }',
    )
    await world.start('busy', { data: { items: Array.from({ length: 2000 }, () => 0) } })
    await world.driver.close()
    const count = names(world).length
    expect(count).toBeLessThan(100)
    await settle()
    expect(names(world)).toHaveLength(count)
  })

  test('takes nothing up that was being loaded', async () => {
    const world = await open()
    await world.publish(chain(1))
    world.nodes.hold('s0')
    await world.start('chain')
    await settle()
    world.store.sever()
    const gate = Promise.withResolvers<void>()
    const next = await open({ ...world, disk: withSlowLogs(world.disk, gate.promise) })
    const resuming = next.driver.resume()
    await settle()
    await next.driver.close()
    gate.resolve()
    await resuming
    await settle()
    expect(names(next)).toEqual(['s0'])
  })

  test('aborts what runs', async () => {
    const world = await open()
    await world.publish('id: acting\nnodes:\n  a: { type: act, with: { name: a } }')
    let signal: AbortSignal | undefined
    world.nodes.act('a', (context) => {
      signal = context.signal
      return new Promise(() => undefined)
    })
    await world.start('acting')
    await settle()
    await world.driver.close()
    expect(signal?.aborted).toBe(true)
  })

  test('begins no step whose events reach the disk only now', async () => {
    const world = await open()
    await world.publish(chain(1))
    world.store.holdCommits()
    const start = world.start('chain', { executionId: 'once' })
    await settle()
    const closing = world.driver.close()
    world.store.releaseCommits()
    await Promise.all([start, closing])
    await settle()
    expect(names(world)).toEqual([])
    const next = await world.crash()
    expect(await next.disk.executions.get(account, 'once')).toMatchObject({ status: 'success' })
  })

  test('waits until what has happened is on disk', async () => {
    const world = await open()
    await world.publish(chain(2))
    world.nodes.hold('s0')
    await world.start('chain', { executionId: 'once' })
    await settle()
    world.nodes.release('s0')
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    await world.driver.close()
    expect((await world.log('once')).map((event) => event.type)).toEqual(['execution-started', 'step-succeeded'])
  })

  test('tells whoever waits for an end that another driver will reach it', async () => {
    const world = await open()
    await world.publish(chain(1))
    world.nodes.hold('s0')
    const { finished } = await world.start('chain')
    const refused = expect(finished).rejects.toMatchObject({ code: 'CLOSED' })
    await world.driver.close()
    await refused
  })

  test('does not wait for a disk that is full', async () => {
    const world = await open()
    await world.publish(chain(2))
    world.nodes.hold('s0')
    await world.start('chain')
    await settle()
    world.store.failCommits(Object.assign(new Error('full'), { retryable: true }))
    world.nodes.release('s0')
    await settle()
    await world.driver.close()
  })

  test('a cancel afterwards is refused, as it could not be kept', async () => {
    const world = await open()
    await world.publish(chain(1))
    world.nodes.hold('s0')
    const { executionId } = await world.start('chain')
    await world.driver.close()
    await expect(world.driver.cancel(account, executionId)).rejects.toMatchObject({ code: 'CLOSED' })
  })

  test('is the same when done twice', async () => {
    const world = await open({ disk: createMemoryStore() })
    await Promise.all([world.driver.close(), world.driver.close()])
    await world.driver.close()
  })
})

function withSlowLogs(disk: Store, gate: Promise<void>): Store {
  return { ...disk, executions: { ...disk.executions, log: (owner, id) => gate.then(() => disk.executions.log(owner, id)) } }
}
