import { describe, expect, test } from 'vitest'
import type { LiveMessage } from '../driver.ts'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, names, openWorld } from './world.ts'

/** Executions run, fail and see secrets as their workflow says. */
export function behavesInRunning(name: string, create: CreateDriver): void {
  describe(`${name}: running`, () => {
    test('runs a workflow to its end and gives the last result', async () => {
      const world = await openWorld(create)
      await world.publish(chain(3))
      const { finished } = await world.start('chain')
      expect(await finished).toMatchObject({ status: 'success', result: 's2' })
      expect(names(world)).toEqual(['s0', 's1', 's2'])
    })

    test('a start that is acknowledged is on disk', async () => {
      const world = await openWorld(create)
      await world.publish(chain(1))
      world.nodes.hold('s0')
      const { executionId } = await world.start('chain')
      expect((await world.log(executionId))[0]).toMatchObject({ type: 'execution-started', executionId })
    })

    test('the same execution id twice is one execution', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      const started = await Promise.all([world.start('chain', { executionId: 'once' }), world.start('chain', { executionId: 'once' })])
      for (const { finished } of started) expect(await finished).toMatchObject({ executionId: 'once', status: 'success' })
      const again = await world.start('chain', { executionId: 'once' })
      expect(await again.finished).toMatchObject({ status: 'success', result: 's1' })
      expect(names(world)).toEqual(['s0', 's1'])
    })

    test('an unknown workflow and wrong inputs are refused before anything is written', async () => {
      const world = await openWorld(create)
      await world.publish(`id: greet\ninputs: { who: { type: string, required: true } }\n${chain(1).split('\n').slice(1).join('\n')}`)
      await expect(world.start('nope')).rejects.toMatchObject({ code: 'WORKFLOW_NOT_FOUND' })
      await expect(world.start('greet', { inputs: { who: 3, what: 1 } })).rejects.toMatchObject({
        code: 'INPUTS_INVALID',
        message: expect.stringContaining('who must be of type string; what is not an input'),
      })
      expect((await world.store.executions.list(account, {}, { limit: 10 })).items).toEqual([])
    })

    test('a respond step answers before the end', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: answer\nnodes:\n  r: { type: respond, with: { body: "{{ trigger.n + 1 }}" }, next: s }\n  s: { type: effect, with: { name: s } }',
      )
      world.nodes.hold('s')
      const { responded, finished } = await world.start('answer', { data: { n: 1 } })
      expect(await responded).toMatchObject({ status: 201, body: 2 })
      world.nodes.release('s')
      expect((await finished).status).toBe('success')
    })

    test('who asks later is told what the start resolved with, of an execution that goes on and of one that has ended', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: answer\nnodes:\n  r: { type: respond, with: { body: 2 }, next: s }\n  s: { type: effect, with: { name: s } }',
      )
      world.nodes.hold('s')
      const { executionId } = await world.start('answer')
      const early = await world.driver.find(account, executionId)
      expect(await early?.responded).toMatchObject({ status: 201, body: 2 })
      world.nodes.release('s')
      expect(await early?.finished).toMatchObject({ executionId, status: 'success' })
      const late = await world.driver.find(account, executionId)
      expect([(await late?.responded)?.body, (await late?.finished)?.status]).toEqual([2, 'success'])
      expect(await world.driver.find('stranger', executionId)).toBeUndefined()
      expect(await world.driver.find(account, 'nothing')).toBeUndefined()
    })

    test('without a respond step the end answers with nothing', async () => {
      const world = await openWorld(create)
      await world.publish(chain(1))
      expect(await (await world.start('chain')).responded).toBeUndefined()
    })

    test('a for-each never runs more at once than it may', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: many\nnodes:\n  each: { type: for-each, with: { items: [1, 2, 3, 4], concurrency: 2 }, nodes: { s: { type: effect, with: { name: "{{ \'n\' + item }}" } } } }',
      )
      for (const item of [1, 2, 3, 4]) world.nodes.hold(`n${item}`)
      const { finished } = await world.start('many')
      await settle()
      expect(names(world)).toEqual(['n1', 'n2'])
      for (const item of [2, 1, 3, 4]) {
        world.nodes.release(`n${item}`)
        await settle()
      }
      expect((await finished).result).toEqual(['n1', 'n2', 'n3', 'n4'])
    })

    test('a long chain of pure steps needs no deep stack', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: wide\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}", concurrency: 3 }, nodes: { s: { type: set, with: { values: "{{ item * 2 }}" } } } }',
      )
      const items = Array.from({ length: 3000 }, (_, index) => index)
      const { finished } = await world.start('wide', { data: { items } })
      expect((await finished).result).toEqual(items.map((item) => item * 2))
    })

    test('vars are fixed at the start, only those that are named', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: where\nvars: { region: south, unused: 1 }\nnodes:\n  s: { type: set, with: { values: "{{ vars.region }}" } }',
      )
      const { executionId, finished } = await world.start('where')
      expect((await finished).result).toBe('north')
      expect((await world.log(executionId))[0]).toMatchObject({ vars: { region: 'north' } })
    })
  })

  describe(`${name}: failing`, () => {
    test('retries with delay, then succeeds with the same key', async () => {
      const world = await openWorld(create)
      await world.publish('id: flaky\nnodes:\n  s: { type: effect, with: { name: s }, retry: { attempts: 3, delay: 2s } }')
      world.nodes.failFirst('s', 2)
      const { finished, executionId } = await world.start('flaky')
      await world.clock.advance(2000)
      await world.clock.advance(2000)
      expect(await finished).toMatchObject({ status: 'success' })
      expect(world.nodes.effects).toEqual([1, 2, 3].map((attempt) => ({ key: `${executionId}:s`, name: 's', attempt })))
    })

    test("an unhandled failure is the execution's, with step and stack", async () => {
      const world = await openWorld(create)
      await world.publish('id: bad\nnodes:\n  s: { type: fatal, with: { message: no way } }')
      const { finished } = await world.start('bad')
      expect(await finished).toMatchObject({
        status: 'failed',
        error: { class: 'fatal', message: 'no way', step: 's', stack: expect.stringContaining('no way') },
      })
    })

    test('an expression that cannot be evaluated fails its step', async () => {
      const world = await openWorld(create)
      await world.publish('id: bad\nnodes:\n  s: { type: set, with: { values: "{{ trigger.a.b }}" } }')
      expect(await (await world.start('bad')).finished).toMatchObject({ status: 'failed', error: { class: 'fatal', step: 's' } })
    })

    test('a timeout aborts the attempt', async () => {
      const world = await openWorld(create)
      await world.publish('id: slow\nnodes:\n  s: { type: effect, with: { name: s }, timeout: 3s }')
      world.nodes.hold('s')
      const { finished } = await world.start('slow')
      await world.clock.advance(3000)
      expect(await finished).toMatchObject({ status: 'failed', error: { code: 'STEP_TIMEOUT' } })
    })
  })

  describe(`${name}: secrets`, () => {
    test('reach the node and nothing else', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: safe\nnodes:\n  s: { type: effect, with: { name: "{{ secrets.TOKEN }}" }, next: t }\n  t: { type: fatal, with: { message: "said {{ secrets.TOKEN }}" } }',
      )
      const { executionId, finished } = await world.start('safe')
      const messages: LiveMessage[] = []
      world.driver.subscribe((message) => messages.push(message))
      const end = await finished
      expect(names(world)).toEqual(['a-very-secret-value'])
      expect(JSON.stringify([end, messages, await world.log(executionId)])).not.toContain('a-very-secret-value')
      expect((await world.log(executionId))[1]).toMatchObject({ input: { name: '{{ secrets.TOKEN }}' } })
    })

    test('a missing one fails the step and names it', async () => {
      const world = await openWorld(create)
      await world.publish('id: safe\nnodes:\n  s: { type: effect, with: { name: "{{ secrets.NOPE }}" } }')
      expect(await (await world.start('safe')).finished).toMatchObject({
        status: 'failed',
        error: { code: 'SECRET_MISSING', message: expect.stringContaining('NOPE') },
      })
      expect(names(world)).toEqual([])
    })
  })
}
