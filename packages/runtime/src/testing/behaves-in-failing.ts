import { StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, names, openWorld, type World } from './world.ts'

const failing = (more = 'settings: { onFailure: handler }') => `id: failing
name: It fails
${more}
nodes:
  a: { type: effect, with: { name: a }, next: b }
  b: { type: fatal, with: { message: broken } }`

const handler = `id: handler
triggers: { failed: { type: error } }
nodes:
  h: { type: effect, with: { name: h, output: "{{ trigger }}" } }`

async function handlings(world: World): Promise<readonly { readonly id: string }[]> {
  return (await world.disk.executions.list(account, { workflowId: 'handler' }, { limit: 10 })).items
}

async function letters(world: World): Promise<readonly string[]> {
  return (await world.disk.executions.letters(account, {}, { limit: 10 })).items.map(({ id }) => id)
}

/** Executions fail for good. */
export function behavesInFailing(name: string, create: CreateDriver): void {
  describe(`${name}: the error workflow`, () => {
    test('is started with what failed, where, and why', async () => {
      const world = await openWorld(create)
      await world.publish(failing())
      await world.publish(handler)
      await world.start('failing', { executionId: 'e' })
      await settle()
      const [handling] = await handlings(world)
      expect(handling).toMatchObject({ status: 'success', triggerType: 'error', triggerId: 'failed' })
      const [started] = await world.log(handling?.id ?? '')
      expect(started).toMatchObject({
        trigger: {
          type: 'error',
          data: {
            workflow: { id: 'failing', name: 'It fails', version: 1 },
            execution: { id: 'e', status: 'failed', startedAt: '2026-01-01T00:00:00.000Z', trigger: 'manual' },
            error: { code: 'NODE_FAILED', class: 'fatal', message: 'broken' },
            step: 'b',
          },
        },
      })
    })

    test('is the workflow’s own, else the instance’s', async () => {
      const world = await openWorld(create, { ports: { failureWorkflow: 'handler' } })
      await world.publish(failing(''))
      await world.publish(failing('settings: { onFailure: special }').replace('id: failing', 'id: other'))
      await world.publish(handler)
      await world.publish(handler.replace('id: handler', 'id: special').replaceAll('name: h', 'name: s'))
      await world.start('failing')
      await world.start('other')
      await settle()
      expect(names(world).toSorted()).toEqual(['a', 'a', 'h', 's'])
    })

    test('is started exactly once, whenever the process dies', async () => {
      for (let commits = 1; commits <= 8; commits++) {
        const world = await openWorld(create)
        await world.publish(failing())
        await world.publish(handler)
        world.store.severAfter(commits)
        void world.start('failing', { executionId: 'e' })
        await settle()
        const next = await world.crash()
        await next.clock.advance(2000)
        expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'failed' })
        expect(await handlings(next)).toMatchObject([{ status: 'success' }])
        expect(new Set(next.nodes.effects.filter((effect) => effect.name === 'h').map(({ key }) => key)).size).toBe(1)
      }
    })

    test('starts no error workflow when it fails itself, nor does what it calls', async () => {
      const world = await openWorld(create, { ports: { failureWorkflow: 'handler' } })
      await world.publish(failing('settings: { onFailure: handler }'))
      await world.publish(
        `${handler.replace('h: {', 'c: { type: call, with: { workflow: failing, wait: false }, next: x }\n  x: { type: fatal }\n  h: {')}`,
      )
      await world.start('failing', { executionId: 'e' })
      await settle()
      expect(await handlings(world)).toMatchObject([{ status: 'failed' }])
      expect(await letters(world)).toHaveLength(3)
    })

    test('is not for an execution that its caller waits for, nor for one that was canceled or succeeded', async () => {
      const world = await openWorld(create, { ports: { failureWorkflow: 'handler' } })
      await world.publish(failing(''))
      await world.publish(handler)
      await world.publish(
        'id: caller\nnodes:\n  c: { type: call, with: { workflow: failing }, next: { error: d } }\n  d: { type: set, with: { values: 1 } }',
      )
      await world.publish('id: nap\nnodes:\n  s: { type: sleep, with: { ms: 86400000 } }')
      await world.start('caller', { executionId: 'e' })
      await world.start('nap', { executionId: 'n' })
      await settle()
      await world.driver.cancel(account, 'n')
      await settle()
      expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'success' })
      expect(await handlings(world)).toEqual([])
      expect(await letters(world)).toEqual([])
    })

    test('that is not there, or does not say that it handles errors, is trouble, and the end is recorded all the same', async () => {
      const world = await openWorld(create)
      await world.publish(failing())
      await world.start('failing', { executionId: 'e' })
      await settle()
      await world.publish(handler.replace('type: error', 'type: error, disabled: true'))
      await world.start('failing', { executionId: 'f' })
      await settle()
      expect(world.trouble.map(String)).toEqual([expect.stringContaining('"handler"'), expect.stringContaining('"handler"')])
      expect(await letters(world)).toEqual(['f', 'e'])
    })

    test('that nobody can read any more does not hold up the end', async () => {
      const world = await openWorld(create)
      await world.publish(failing())
      await world.disk.workflows.publish({ account, id: 'handler', source: 'nodes: [', at: 1 })
      await world.start('failing', { executionId: 'e' })
      await settle()
      expect(await letters(world)).toEqual(['e'])
      expect(world.trouble).toHaveLength(1)
    })

    test('waits for a store that does not answer, and the end with it', async () => {
      const world = await openWorld(create)
      await world.publish(failing())
      await world.publish(handler)
      let failures = 2
      const workflows = {
        ...world.disk.workflows,
        get: (...args: Parameters<typeof world.disk.workflows.get>) =>
          args[1] === 'handler' && failures-- > 0
            ? Promise.reject(new StoreError('STORE_FULL', 'busy'))
            : world.disk.workflows.get(...args),
      }
      world.store.sever()
      const next = await openWorld(create, { ...world, disk: { ...world.disk, workflows } })
      await next.start('failing', { executionId: 'e' })
      await settle()
      expect(await next.disk.executions.get(account, 'e')).toMatchObject({ status: 'running' })
      await next.clock.advance(3000)
      expect(await next.disk.executions.get(account, 'e')).toMatchObject({ status: 'failed' })
      expect(await handlings(next)).toMatchObject([{ status: 'success' }])
    })

    test('is told of a crash too', async () => {
      const world = await openWorld(create)
      await world.publish(failing().replace('type: fatal, with: { message: broken }', 'type: bottomless'))
      await world.publish(handler)
      await world.start('failing', { executionId: 'e' })
      await settle()
      expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'crashed', letter: 'open' })
      expect(await handlings(world)).toMatchObject([{ status: 'success' }])
    })
  })

  describe(`${name}: dead letters`, () => {
    test('are what failed and nobody else hears of', async () => {
      const world = await openWorld(create)
      await world.publish(failing(''))
      await world.publish('id: caller\nnodes:\n  c: { type: call, with: { workflow: failing } }')
      await world.publish('id: sender\nnodes:\n  c: { type: call, with: { workflow: failing, wait: false } }')
      await world.publish('id: slow\nsettings: { timeout: 1s }\nnodes:\n  s: { type: sleep, with: { ms: 5000 } }')
      for (const id of ['caller', 'sender', 'slow']) await world.start(id, { executionId: id })
      await settle()
      await world.clock.advance(1000)
      const found = (await world.disk.executions.letters(account, {}, { limit: 10 })).items
      expect(found.map(({ workflowId }) => workflowId).toSorted()).toEqual(['caller', 'failing', 'slow'])
      expect(found.find(({ id }) => id === 'slow')).toMatchObject({ status: 'timed_out', error: { code: 'EXECUTION_TIMEOUT' } })
    })
  })

  describe(`${name}: retries`, () => {
    test('a cancel during the wait for the next attempt ends the execution at once', async () => {
      const world = await openWorld(create)
      await world.publish('id: again\nnodes:\n  s: { type: effect, with: { name: s }, retry: { attempts: 3, delay: 60s } }')
      world.nodes.failFirst('s', 2)
      const { finished } = await world.start('again', { executionId: 'e' })
      await settle()
      expect(await world.driver.cancel(account, 'e')).toBe('canceling')
      expect(await finished).toMatchObject({ status: 'canceled', finishedAt: world.clock.now() })
      await world.clock.advance(120_000)
      expect(names(world)).toEqual(['s'])
    })
  })
}
