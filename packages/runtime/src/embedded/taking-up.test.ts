import type { ExecutionStore, Store } from '@millrace/store'
import { StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { account, chain, names, openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)
const nap = 'id: nap\nnodes:\n  s: { type: sleep, with: { ms: 60000 }, next: t }\n  t: { type: effect, with: { name: t } }'

/** A store some of whose operations are done otherwise; everything else goes to the disk. */
function changed(disk: Store, executions: Partial<ExecutionStore>): Store {
  return { ...disk, executions: { ...disk.executions, ...executions } }
}

describe('taking up', () => {
  test('a sweep that the store fails is made again', async () => {
    const world = await open()
    await world.publish(nap)
    await world.start('nap', { executionId: 'e' })
    await settle()
    world.store.sever()
    let failures = 3
    const disk = changed(world.disk, {
      due: (now, limit) => (failures-- > 0 ? Promise.reject(new StoreError('STORE_FULL', 'busy')) : world.disk.executions.due(now, limit)),
    })
    const next = await open({ ...world, disk })
    await next.driver.resume()
    await next.clock.advance(120_000)
    expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    expect(next.trouble).toHaveLength(3)
  })

  test('what a full disk kept from being taken up is taken up when there is room', async () => {
    const world = await open()
    await world.publish(chain(2))
    world.nodes.hold('s0')
    for (let i = 0; i < 450; i++) await world.start('chain', { executionId: `e${i}` })
    await settle()
    world.store.sever()
    world.nodes.release('s0')
    let isFull = true
    const disk = changed(world.disk, {
      claim: (...args) => (isFull ? Promise.reject(new StoreError('STORE_FULL', 'no room')) : world.disk.executions.claim(...args)),
    })
    const next = await open({ ...world, disk })
    expect(await next.driver.resume()).toBe(0)
    isFull = false
    await next.clock.advance(5000)
    for (let i = 0; i < 450; i++) expect(await next.store.executions.get(account, `e${i}`)).toMatchObject({ status: 'success' })
  })

  test('one execution is loaded once, however many ask for it', async () => {
    const world = await open()
    await world.publish(nap)
    await world.start('nap', { executionId: 'e' })
    await settle()
    world.store.sever()
    let loads = 0
    const disk = changed(world.disk, {
      log: (...args) => {
        loads++
        return world.disk.executions.log(...args)
      },
    })
    const next = await open({ ...world, disk })
    await world.clock.advance(60_000)
    await Promise.all([next.driver.resume(), next.driver.cancel(account, 'e'), next.driver.cancel(account, 'e')])
    await settle()
    expect(loads).toBe(1)
    expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: expect.stringMatching(/canceled|success/) })
    expect(next.trouble).toEqual([])
  })

  test('timers that are late fire in the order in which they were due', async () => {
    const world = await open()
    await world.publish(
      'id: late\nsettings: { timeout: 3h }\nnodes:\n  s: { type: sleep, with: { ms: 3600000 }, timeout: 2h, next: t }\n  t: { type: set, with: { values: rested } }',
    )
    await world.start('late', { executionId: 'e' })
    await settle()
    world.store.sever()
    await world.clock.advance(4 * 3_600_000)
    const next = await open(world)
    await next.driver.resume()
    await settle()
    expect((await next.log('e')).flatMap((event) => (event.type === 'timer-fired' ? [event.timer] : []))[0]).toBe('wait:s')
  })

  test('a clock that goes back puts the work off and loses none', async () => {
    const clock = createSimulatedClock()
    let offset = 0
    const shifting = {
      ...clock,
      now: () => clock.now() + offset,
      wakeAt: (at: number, callback: () => void) => clock.wakeAt(at - offset, callback),
    }
    const world = await open({ clock: shifting })
    await world.publish(nap)
    await world.start('nap', { executionId: 'e' })
    await settle()
    const readDue = world.disk.executions.due
    const disk = changed(world.disk, {
      due: async (now, limit) => {
        const due = await readDue(now, limit)
        if (due.length > 0 && offset === 0) offset = -3_600_000
        return due
      },
    })
    world.store.sever()
    const next = await open({ ...world, clock: shifting, disk })
    await next.driver.resume()
    await clock.advance(60_000)
    expect(names(next)).toEqual([])
    offset = 0
    await clock.advance(5 * 3_600_000)
    expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
  })

  test('alarms that ring twice, or too early, do no harm', async () => {
    const clock = createSimulatedClock()
    let early = 5
    const restless = {
      ...clock,
      wakeAt(at: number, callback: () => void) {
        const stops = [clock.wakeAt(early-- > 0 ? at - 700 : at, callback), clock.wakeAt(at, callback), clock.wakeAt(at + 5, callback)]
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
    const world = await open({ clock: restless })
    await world.publish(nap)
    await world.publish('id: soon\nnodes:\n  s: { type: sleep, with: { ms: 3000 }, next: t }\n  t: { type: effect, with: { name: soon } }')
    await world.start('nap', { executionId: 'e' })
    await world.start('soon', { executionId: 'f' })
    await clock.advance(70_000)
    expect(names(world)).toEqual(['soon', 't'])
    for (const id of ['e', 'f']) {
      expect((await world.log(id)).filter((event) => event.type === 'timer-fired')).toHaveLength(1)
      expect(await world.store.executions.get(account, id)).toMatchObject({ status: 'success' })
    }
  })

  test('very many that are due and in hand already neither spin nor hide the others', async () => {
    const world = await open()
    await world.publish('id: quick\nnodes:\n  q: { type: set, with: { values: 1 } }')
    await world.publish('id: busy\nnodes:\n  c: { type: call, with: { workflow: quick } }\n  long: { type: effect, with: { name: long } }')
    await world.publish(nap)
    world.nodes.hold('long')
    await world.start('nap', { executionId: 'nap' })
    for (let i = 0; i < 250; i++) await world.start('busy', { executionId: `b${i}` })
    await settle()
    await world.clock.advance(61_000)
    expect(await world.store.executions.get(account, 'nap')).toMatchObject({ status: 'success' })
    await world.clock.advance(5000)
    expect(await world.disk.executions.due(world.clock.now(), 1000)).toEqual([])
    world.nodes.release('long')
    await settle()
    expect(await world.store.executions.get(account, 'b249')).toMatchObject({ status: 'success' })
  })

  test('an execution that waits for another one leaves memory again after a restart', async () => {
    const world = await open()
    await world.publish('id: callee\nnodes:\n  s: { type: sleep, with: { ms: 86400000 } }')
    await world.publish('id: caller\nnodes:\n  c: { type: call, with: { workflow: callee } }')
    await world.start('caller', { executionId: 'e' })
    await settle()
    const next = await world.crash()
    let loads = 0
    const counted = changed(next.disk, {
      log: (...args) => {
        loads++
        return next.disk.executions.log(...args)
      },
    })
    next.store.sever()
    const last = await open({ ...next, disk: counted })
    await last.driver.resume()
    await settle()
    loads = 0
    await last.clock.advance(86_400_000)
    expect(await last.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    expect(loads).toBeGreaterThanOrEqual(2)
  })
})
