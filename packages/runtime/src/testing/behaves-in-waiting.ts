import { describe, expect, test } from 'vitest'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, names, openWorld } from './world.ts'

/** Executions wait, call each other and are canceled. */
export function behavesInWaiting(name: string, create: CreateDriver): void {
  describe(`${name}: waiting`, () => {
    const nap = 'id: nap\nnodes:\n  s: { type: sleep, with: { ms: 86400000 }, next: t }\n  t: { type: effect, with: { name: t } }'

    test('a long wait is a row with a due time, and goes on when that has come', async () => {
      const world = await openWorld(create)
      await world.publish(nap)
      const { executionId } = await world.start('nap')
      await settle()
      expect(await world.store.executions.get(account, executionId)).toMatchObject({
        status: 'waiting',
        dueAt: world.clock.now() + 86_400_000,
      })
      await world.clock.advance(86_399_999)
      expect(names(world)).toEqual([])
      await world.clock.advance(1)
      expect(names(world)).toEqual(['t'])
      expect(await world.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })

    test('a wait outlives a crash', async () => {
      const world = await openWorld(create)
      await world.publish(nap)
      const { executionId } = await world.start('nap')
      await settle()
      const next = await world.crash()
      await next.clock.advance(86_400_000)
      expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })

    test('what came due while nobody was there goes on at once', async () => {
      const world = await openWorld(create)
      await world.publish(nap)
      const { executionId } = await world.start('nap')
      await settle()
      world.store.sever()
      await world.clock.advance(200_000_000)
      const next = await world.crash()
      await settle()
      expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })
  })

  describe(`${name}: calling`, () => {
    const caller = (more = '') =>
      `id: caller\nnodes:\n  c: { type: call, with: { workflow: callee, inputs: { n: 4 }${more} }, next: after }\n  after: { type: set, with: { values: "{{ nodes.c.output }}" } }`
    const callee =
      'id: callee\ninputs: { n: { type: number } }\nnodes:\n  s: { type: effect, with: { name: s, output: "{{ inputs.n * 10 }}" } }'

    test('waits for the called execution and gets its result', async () => {
      const world = await openWorld(create)
      await world.publish(caller())
      await world.publish(callee)
      const { finished, executionId } = await world.start('caller')
      expect(await finished).toMatchObject({ status: 'success', result: 40 })
      const [called] = (await world.store.executions.list(account, { workflowId: 'callee' }, { limit: 5 })).items
      expect(called).toMatchObject({ triggerType: 'call', parent: { executionId, step: 'c' } })
    })

    test('without waiting it gets the id', async () => {
      const world = await openWorld(create)
      await world.publish(caller(', wait: false'))
      await world.publish(callee)
      const { finished } = await world.start('caller')
      expect(await finished).toMatchObject({ status: 'success', result: { executionId: expect.any(String) } })
      await settle()
      expect(names(world)).toEqual(['s'])
    })

    test('fails as the called one fails, or when there is none', async () => {
      const world = await openWorld(create)
      await world.publish(caller())
      expect(await (await world.start('caller')).finished).toMatchObject({
        status: 'failed',
        error: { code: 'WORKFLOW_NOT_FOUND', step: 'c' },
      })
      await world.publish('id: callee\ninputs: { n: {} }\nnodes:\n  s: { type: fatal }')
      expect(await (await world.start('caller')).finished).toMatchObject({ status: 'failed', error: { code: 'CALL_FAILED', step: 'c' } })
    })

    test('caller and called both survive a crash, and neither runs twice', async () => {
      const world = await openWorld(create)
      await world.publish(caller())
      await world.publish(callee)
      world.nodes.hold('s')
      const { executionId } = await world.start('caller')
      await settle()
      const next = await world.crash()
      next.nodes.release('s')
      await settle()
      expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
      expect((await next.store.executions.list(account, { workflowId: 'callee' }, { limit: 5 })).items).toHaveLength(1)
      expect(new Set(next.nodes.effects.map((effect) => effect.key)).size).toBe(1)
    })
  })

  describe(`${name}: canceling`, () => {
    test('ends what runs, and what sleeps, and says when there is nothing to end', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      await world.publish('id: nap\nnodes:\n  s: { type: sleep, with: { ms: 86400000 } }')
      world.nodes.hold('s0')
      for (const workflow of ['chain', 'nap']) {
        const { executionId, finished } = await world.start(workflow)
        await settle()
        expect(await world.driver.cancel(account, executionId, { reason: 'enough' })).toBe('canceling')
        await settle()
        expect(await world.driver.cancel(account, executionId)).toBe('already-finished')
        if (workflow === 'chain') expect(await finished).toMatchObject({ status: 'canceled', error: { message: 'enough' } })
        expect(await world.store.executions.get(account, executionId)).toMatchObject({ status: 'canceled' })
      }
      expect(await world.driver.cancel(account, 'nobody')).toBe('not-found')
      expect(await world.driver.cancel('other', 'nobody')).toBe('not-found')
    })
  })
}
