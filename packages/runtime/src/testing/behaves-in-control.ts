import { describe, expect, test } from 'vitest'
import type { LiveMessage } from '../driver.ts'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, names, openWorld, type World } from './world.ts'

const saga = `id: saga
settings: { cancelTimeout: 30s }
nodes:
  t:
    type: try
    nodes:
      reserve: { type: effect, with: { name: reserve }, next: charge }
      charge: { type: effect, with: { name: charge } }
    catch:
      refund: { type: effect, with: { name: "refund {{ error.code }}" }, retry: { attempts: 3, delay: 2s }, next: release }
      release: { type: effect, with: { name: "release {{ nodes.reserve.output }}" } }
    finally:
      note: { type: effect, with: { name: note } }
    next: ship
  ship: { type: effect, with: { name: ship } }`

const undone = ['reserve', 'charge', 'refund CANCELED', 'release reserve', 'note']

const rowOf = (world: World, id = 'e') => world.disk.executions.get(account, id)

async function begun(create: CreateDriver, source: string, workflowId: string, hold: string): Promise<World> {
  const world = await openWorld(create)
  await world.publish(source)
  world.nodes.hold(hold)
  await world.start(workflowId, { executionId: 'e' })
  await settle()
  return world
}

/** Executions are paused, resumed and canceled, and clean up. */
export function behavesInControl(name: string, create: CreateDriver): void {
  describe(`${name}: pausing`, () => {
    test('lets the step in flight finish and begins nothing until it is resumed', async () => {
      const world = await begun(create, chain(3), 'chain', 's0')
      const heard: LiveMessage[] = []
      world.driver.subscribe((message) => heard.push(message))
      expect(await world.driver.pause(account, 'e', { by: 'Ada', reason: 'stocktaking' })).toBe('paused')
      expect(await rowOf(world)).toMatchObject({ status: 'paused' })
      world.nodes.release('s0')
      await settle()
      expect(names(world)).toEqual(['s0'])
      expect(world.driver.presence(account, 'e').isInMemory).toBe(false)
      expect((await world.log('e')).map(({ type }) => type)).toEqual(['execution-started', 'pause-requested', 'step-succeeded'])
      expect(heard.map(({ status }) => status)).toEqual(['paused', 'paused'])
      expect(await world.driver.missed(account, 0, 9)).toEqual([expect.objectContaining({ status: 'running' }), ...heard])
      expect(await world.driver.unpause(account, 'e', { by: 'Bob' })).toBe('resumed')
      await settle()
      expect(names(world)).toEqual(['s0', 's1', 's2'])
      expect(await rowOf(world)).toMatchObject({ status: 'success' })
    })

    test('says when there is nothing to pause or to resume', async () => {
      const world = await begun(create, chain(2), 'chain', 's1')
      expect(await world.driver.unpause(account, 'e')).toBe('not-paused')
      expect(await world.driver.pause(account, 'e')).toBe('paused')
      expect(await world.driver.pause(account, 'e')).toBe('already-paused')
      world.nodes.release('s1')
      await settle()
      expect(await rowOf(world)).toMatchObject({ status: 'success' })
      for (const act of [world.driver.pause, world.driver.unpause]) {
        expect(await act(account, 'e')).toBe('already-finished')
        expect(await act(account, 'nobody')).toBe('not-found')
        expect(await act('stranger', 'e')).toBe('not-found')
      }
    })

    test('outlives restarts, while timers fire and a retry is held back', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: both\nnodes:\n  r: { type: effect, with: { name: r }, retry: { attempts: 2, delay: 60s } }\n  s: { type: sleep, with: { ms: 120000 }, next: t }\n  t: { type: effect, with: { name: t } }',
      )
      world.nodes.failFirst('r', 1)
      await world.start('both', { executionId: 'e' })
      await settle()
      expect(await world.driver.pause(account, 'e')).toBe('paused')
      let next = await world.crash()
      await next.clock.advance(90_000)
      next = await next.crash()
      await next.clock.advance(90_000)
      expect(await rowOf(next)).toMatchObject({ status: 'paused' })
      expect(await rowOf(next)).not.toHaveProperty('dueAt')
      expect(names(next)).toEqual(['r'])
      expect((await next.log('e')).filter(({ type }) => type === 'timer-fired')).toHaveLength(2)
      next = await next.crash()
      expect(await next.driver.unpause(account, 'e')).toBe('resumed')
      await settle()
      expect(names(next)).toEqual(['r', 'r', 't'])
      expect(next.nodes.effects[1]).toEqual({ key: 'e:r', name: 'r', attempt: 2 })
      expect(await rowOf(next)).toMatchObject({ status: 'success' })
    })

    test('a crash at any commit of a pause and a resume loses neither, once acknowledged, and repeats nothing recorded', async () => {
      for (let commits = 1; commits <= 6; commits++) {
        const world = await begun(create, chain(3), 'chain', 's0')
        const acknowledged: string[] = []
        world.store.severAfter(commits)
        const control = async (): Promise<void> => {
          acknowledged.push(await world.driver.pause(account, 'e'))
          world.nodes.release('s0')
          await settle()
          acknowledged.push(await world.driver.unpause(account, 'e'))
        }
        void control()
        await settle()
        await settle()
        world.nodes.release('s0')
        const next = await world.crash()
        if (acknowledged.length === 1 && (await next.log('e')).every(({ type }) => type !== 'resume-requested')) {
          expect(await rowOf(next), `after ${commits} commits`).toMatchObject({ status: 'paused' })
          expect(await next.driver.unpause(account, 'e')).toBe('resumed')
        } else if (acknowledged.length === 0) await next.driver.unpause(account, 'e')
        await settle()
        expect(await rowOf(next), `after ${commits} commits`).toMatchObject({ status: 'success' })
        expect((await next.log('e')).filter(({ type }) => type === 'step-succeeded')).toHaveLength(3)
      }
    })
  })

  describe(`${name}: canceling with clean-up`, () => {
    test('runs the undo, then ends as canceled', async () => {
      const world = await begun(create, saga, 'saga', 'charge')
      world.nodes.hold('refund CANCELED')
      const heard: LiveMessage[] = []
      world.driver.subscribe((message) => heard.push(message))
      expect(await world.driver.cancel(account, 'e', { reason: 'sold out', by: 'Ada' })).toBe('canceling')
      expect(await rowOf(world)).toMatchObject({ status: 'running', canceling: true })
      expect(heard).toMatchObject([{ status: 'running', canceling: true }])
      expect(await world.driver.missed(account, heard[0]?.position ? heard[0].position - 1 : 0, 1)).toEqual(heard)
      expect(await world.driver.cancel(account, 'e')).toBe('canceling')
      expect(await world.driver.pause(account, 'e')).toBe('canceling')
      world.nodes.release('refund CANCELED')
      await settle()
      expect(names(world)).toEqual(undone)
      expect(await rowOf(world)).toMatchObject({ status: 'canceled', error: { code: 'CANCELED', message: 'sold out' } })
      expect((await world.log('e')).filter(({ type }) => type === 'cancel-requested')).toHaveLength(1)
      expect(await world.driver.cancel(account, 'e')).toBe('already-finished')
    })

    test('a crash at any commit of it is gone on from: the same undo with the same keys, and none that is recorded twice', async () => {
      for (let commits = 1; commits <= 8; commits++) {
        const world = await begun(create, saga, 'saga', 'charge')
        world.nodes.failFirst('refund CANCELED', 1)
        world.store.severAfter(commits)
        let isAcknowledged = false
        void world.driver.cancel(account, 'e').then(() => {
          isAcknowledged = true
        })
        await world.clock.advance(2000)
        const next = await world.crash()
        if ((await rowOf(next))?.canceling !== true) {
          expect(isAcknowledged).toBe(false)
          expect(await next.driver.cancel(account, 'e')).toBe('canceling')
        }
        await next.clock.advance(4000)
        expect(await rowOf(next), `after ${commits} commits`).toMatchObject({ status: 'canceled' })
        expect(new Set(names(next))).toEqual(new Set(undone))
        const recorded = (await next.log('e')).flatMap((event) => (event.type === 'step-succeeded' ? [event.step] : []))
        expect(recorded).toEqual(['t.reserve', 't.catch.refund', 't.catch.release', 't.finally.note'])
      }
    })

    test('has no longer than cancelTimeout, over a crash too', async () => {
      const world = await begun(create, saga, 'saga', 'charge')
      world.nodes.hold('refund CANCELED')
      await world.driver.cancel(account, 'e')
      const next = await world.crash()
      await next.clock.advance(29_999)
      expect(await rowOf(next)).toMatchObject({ canceling: true })
      await next.clock.advance(1)
      expect(await rowOf(next)).toMatchObject({ status: 'canceled', error: { details: { cleanUp: 'cut short' } } })
      expect(names(next)).not.toContain('note')
    })

    test('ends at once when it is forced, from the start or in the middle of it', async () => {
      for (const isCleaning of [true, false]) {
        const world = await begun(create, saga, 'saga', 'charge')
        world.nodes.hold('refund CANCELED')
        if (isCleaning) await world.driver.cancel(account, 'e')
        expect(await world.driver.cancel(account, 'e', { force: true })).toBe('canceling')
        await settle()
        expect(await rowOf(world)).toMatchObject({ status: 'canceled' })
        expect(names(world)).toEqual(isCleaning ? undone.slice(0, 3) : undone.slice(0, 2))
      }
    })

    test('lifts a pause', async () => {
      const world = await begun(create, saga, 'saga', 'charge')
      await world.driver.pause(account, 'e')
      const next = await world.crash()
      expect(await next.driver.cancel(account, 'e')).toBe('canceling')
      await settle()
      expect(await rowOf(next)).toMatchObject({ status: 'canceled' })
      expect(new Set(names(next))).toEqual(new Set(undone))
    })

    test('ends what is queued at once, and begins nothing of it', async () => {
      const world = await openWorld(create)
      await world.publish(saga)
      world.nodes.hold('reserve')
      await world.start('saga', { executionId: 'e' })
      const [started] = await world.log('e')
      const row = await rowOf(world)
      if (started === undefined || row === undefined) throw new Error('It must have been started.')
      const execution = { ...row, id: 'q', status: 'queued' as const, dueAt: world.clock.now() + 1e9 }
      await world.disk.executions.commit([{ type: 'create', fence: 0, execution, events: [started] }])
      expect(await world.driver.pause(account, 'q')).toBe('queued')
      expect(await world.driver.cancel(account, 'q')).toBe('canceling')
      await settle()
      expect(await rowOf(world, 'q')).toMatchObject({ status: 'canceled' })
      expect(world.nodes.effects.map(({ key }) => key)).toEqual(['e:t.reserve'])
    })

    test('lets what it calls clean up too, whether it is forced or not', async () => {
      for (const force of [false, true]) {
        const world = await openWorld(create)
        await world.publish(saga)
        await world.publish('id: caller\nnodes:\n  c: { type: call, with: { workflow: saga } }')
        world.nodes.hold('charge')
        await world.start('caller', { executionId: 'p' })
        await settle()
        await world.driver.cancel(account, 'p', { force })
        await settle()
        const [called] = (await world.disk.executions.list(account, { parentId: 'p' }, { limit: 1 })).items
        expect(called).toMatchObject({ status: 'canceled' })
        expect(await rowOf(world, 'p')).toMatchObject({ status: 'canceled' })
        expect(names(world)).toEqual(undone)
      }
    })
  })
}
