import type { ExecutionEvent, JsonObject } from '@millrace/engine'
import { createMemoryStore, type Store, StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import type { Driver, LiveMessage, StartedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { type SeverableStore, severable } from './severable-store.ts'
import { createSimulatedClock, type SimulatedClock, settle } from './simulated-clock.ts'
import { createTestNodes, type TestNodes } from './test-nodes.ts'

/** What a case works with: a driver on a store that outlives it. */
interface World {
  readonly driver: Driver
  /** What outlives a crash. */
  readonly disk: Store
  readonly store: SeverableStore
  readonly clock: SimulatedClock
  readonly nodes: TestNodes
  readonly fatal: unknown[]
  readonly trouble: unknown[]
  publish(source: string): Promise<void>
  start(workflowId: string, more?: { executionId?: string; data?: JsonObject; inputs?: JsonObject }): Promise<StartedExecution>
  log(executionId: string): Promise<readonly ExecutionEvent[]>
  /** Kills the driver as if its process died, and starts another one on the same store. */
  crash(): Promise<World>
}

const account = 'default'

/**
 * What every driver must do, whatever it is built on. A driver is correct when this passes.
 * Time is simulated; a crash cuts the store off, so that only what was committed is found again.
 */
export function driverBehaviour(name: string, create: (ports: RuntimePorts) => Promise<Driver>): void {
  async function open(disk: Store = createMemoryStore(), clock = createSimulatedClock(), nodes = createTestNodes()): Promise<World> {
    const store = severable(disk)
    const fatal: unknown[] = []
    const trouble: unknown[] = []
    const workflows = createWorkflows({ store, catalog: nodes.registry, clock })
    let ids = 0
    const driver = await create({
      store,
      workflows,
      clock,
      nodeType: nodes.registry.nodeType,
      random: () => 0.5,
      secrets: { get: (_account, secret) => Promise.resolve(secret === 'TOKEN' ? 'a-very-secret-value' : undefined) },
      fetch: () => Promise.reject(new Error('These tests have no network.')),
      environment: { vars: { region: 'north' }, env: {} },
      newId: () => `${clock.now().toString(36)}-${nodes.effects.length}-${++ids}`,
      onTrouble: (error) => trouble.push(error),
      onFatal: (error) => fatal.push(error),
    })
    return {
      driver,
      disk,
      store,
      clock,
      nodes,
      fatal,
      trouble,
      async publish(source) {
        const outcome = await workflows.publish(account, source)
        if (outcome.status === 'rejected') throw new Error(outcome.problems.map((problem) => problem.message).join('\n'))
      },
      start: (workflowId, { data = {}, ...more } = {}) =>
        driver.start({ account, workflowId, trigger: { id: 'manual', type: 'manual', data }, ...more }),
      log: (executionId) => disk.executions.log(account, executionId),
      async crash() {
        store.sever()
        const next = await open(disk, clock, nodes)
        await next.driver.resume()
        await settle()
        return next
      },
    }
  }

  const chain = (count: number, id = 'chain') =>
    [
      `id: ${id}`,
      'nodes:',
      ...Array.from(
        { length: count },
        (_, i) => `  s${i}: { type: effect, with: { name: s${i} }${i + 1 < count ? `, next: s${i + 1}` : ''} }`,
      ),
    ].join('\n')

  const names = (world: World) => world.nodes.effects.map((effect) => effect.name)

  describe(`${name}: running`, () => {
    test('runs a workflow to its end and gives the last result', async () => {
      const world = await open()
      await world.publish(chain(3))
      const { finished } = await world.start('chain')
      expect(await finished).toMatchObject({ status: 'success', result: 's2' })
      expect(names(world)).toEqual(['s0', 's1', 's2'])
    })

    test('a start that is acknowledged is on disk', async () => {
      const world = await open()
      await world.publish(chain(1))
      world.nodes.hold('s0')
      const { executionId } = await world.start('chain')
      expect((await world.log(executionId))[0]).toMatchObject({ type: 'execution-started', executionId })
    })

    test('the same execution id twice is one execution', async () => {
      const world = await open()
      await world.publish(chain(2))
      const started = await Promise.all([world.start('chain', { executionId: 'once' }), world.start('chain', { executionId: 'once' })])
      for (const { finished } of started) expect(await finished).toMatchObject({ executionId: 'once', status: 'success' })
      const again = await world.start('chain', { executionId: 'once' })
      expect(await again.finished).toMatchObject({ status: 'success', result: 's1' })
      expect(names(world)).toEqual(['s0', 's1'])
    })

    test('an unknown workflow and wrong inputs are refused before anything is written', async () => {
      const world = await open()
      await world.publish(`id: greet\ninputs: { who: { type: string, required: true } }\n${chain(1).split('\n').slice(1).join('\n')}`)
      await expect(world.start('nope')).rejects.toMatchObject({ code: 'WORKFLOW_NOT_FOUND' })
      await expect(world.start('greet', { inputs: { who: 3, what: 1 } })).rejects.toMatchObject({
        code: 'INPUTS_INVALID',
        message: expect.stringContaining('who must be of type string; what is not an input'),
      })
      expect((await world.store.executions.list(account, {}, { limit: 10 })).items).toEqual([])
    })

    test('a respond step answers before the end', async () => {
      const world = await open()
      await world.publish(
        'id: answer\nnodes:\n  r: { type: respond, with: { body: "{{ trigger.n + 1 }}" }, next: s }\n  s: { type: effect, with: { name: s } }',
      )
      world.nodes.hold('s')
      const { responded, finished } = await world.start('answer', { data: { n: 1 } })
      expect(await responded).toMatchObject({ status: 201, body: 2 })
      world.nodes.release('s')
      expect((await finished).status).toBe('success')
    })

    test('without a respond step the end answers with nothing', async () => {
      const world = await open()
      await world.publish(chain(1))
      expect(await (await world.start('chain')).responded).toBeUndefined()
    })

    test('a for-each never runs more at once than it may', async () => {
      const world = await open()
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
      const world = await open()
      await world.publish(
        'id: wide\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}", concurrency: 3 }, nodes: { s: { type: set, with: { values: "{{ item * 2 }}" } } } }',
      )
      const items = Array.from({ length: 3000 }, (_, index) => index)
      const { finished } = await world.start('wide', { data: { items } })
      expect((await finished).result).toEqual(items.map((item) => item * 2))
    })

    test('vars are fixed at the start, only those that are named', async () => {
      const world = await open()
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
      const world = await open()
      await world.publish('id: flaky\nnodes:\n  s: { type: effect, with: { name: s }, retry: { attempts: 3, delay: 2s } }')
      world.nodes.failFirst('s', 2)
      const { finished, executionId } = await world.start('flaky')
      await world.clock.advance(2000)
      await world.clock.advance(2000)
      expect(await finished).toMatchObject({ status: 'success' })
      expect(world.nodes.effects).toEqual([1, 2, 3].map((attempt) => ({ key: `${executionId}:s`, name: 's', attempt })))
    })

    test("an unhandled failure is the execution's, with step and stack", async () => {
      const world = await open()
      await world.publish('id: bad\nnodes:\n  s: { type: fatal, with: { message: no way } }')
      const { finished } = await world.start('bad')
      expect(await finished).toMatchObject({
        status: 'failed',
        error: { class: 'fatal', message: 'no way', step: 's', stack: expect.stringContaining('no way') },
      })
    })

    test('an expression that cannot be evaluated fails its step', async () => {
      const world = await open()
      await world.publish('id: bad\nnodes:\n  s: { type: set, with: { values: "{{ trigger.a.b }}" } }')
      expect(await (await world.start('bad')).finished).toMatchObject({ status: 'failed', error: { class: 'fatal', step: 's' } })
    })

    test('a timeout aborts the attempt', async () => {
      const world = await open()
      await world.publish('id: slow\nnodes:\n  s: { type: effect, with: { name: s }, timeout: 3s }')
      world.nodes.hold('s')
      const { finished } = await world.start('slow')
      await world.clock.advance(3000)
      expect(await finished).toMatchObject({ status: 'failed', error: { code: 'STEP_TIMEOUT' } })
    })
  })

  describe(`${name}: canceling`, () => {
    test('ends what runs, and what sleeps, and says when there is nothing to end', async () => {
      const world = await open()
      await world.publish(chain(2))
      await world.publish('id: nap\nnodes:\n  s: { type: sleep, with: { ms: 86400000 } }')
      world.nodes.hold('s0')
      for (const workflow of ['chain', 'nap']) {
        const { executionId, finished } = await world.start(workflow)
        await settle()
        expect(await world.driver.cancel(account, executionId, 'enough')).toBe('canceling')
        await settle()
        expect(await world.driver.cancel(account, executionId)).toBe('already-finished')
        if (workflow === 'chain') expect(await finished).toMatchObject({ status: 'canceled', error: { message: 'enough' } })
        expect(await world.store.executions.get(account, executionId)).toMatchObject({ status: 'canceled' })
      }
      expect(await world.driver.cancel(account, 'nobody')).toBe('not-found')
      expect(await world.driver.cancel('other', 'nobody')).toBe('not-found')
    })
  })

  describe(`${name}: waiting`, () => {
    const nap = 'id: nap\nnodes:\n  s: { type: sleep, with: { ms: 86400000 }, next: t }\n  t: { type: effect, with: { name: t } }'

    test('a long wait is a row with a due time, and goes on when that has come', async () => {
      const world = await open()
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
      const world = await open()
      await world.publish(nap)
      const { executionId } = await world.start('nap')
      await settle()
      const next = await world.crash()
      await next.clock.advance(86_400_000)
      expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })

    test('what came due while nobody was there goes on at once', async () => {
      const world = await open()
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
      const world = await open()
      await world.publish(caller())
      await world.publish(callee)
      const { finished, executionId } = await world.start('caller')
      expect(await finished).toMatchObject({ status: 'success', result: 40 })
      const [called] = (await world.store.executions.list(account, { workflowId: 'callee' }, { limit: 5 })).items
      expect(called).toMatchObject({ triggerType: 'call', parent: { executionId, step: 'c' } })
    })

    test('without waiting it gets the id', async () => {
      const world = await open()
      await world.publish(caller(', wait: false'))
      await world.publish(callee)
      const { finished } = await world.start('caller')
      expect(await finished).toMatchObject({ status: 'success', result: { executionId: expect.any(String) } })
      await settle()
      expect(names(world)).toEqual(['s'])
    })

    test('fails as the called one fails, or when there is none', async () => {
      const world = await open()
      await world.publish(caller())
      expect(await (await world.start('caller')).finished).toMatchObject({
        status: 'failed',
        error: { code: 'WORKFLOW_NOT_FOUND', step: 'c' },
      })
      await world.publish('id: callee\ninputs: { n: {} }\nnodes:\n  s: { type: fatal }')
      expect(await (await world.start('caller')).finished).toMatchObject({ status: 'failed', error: { code: 'CALL_FAILED', step: 'c' } })
    })

    test('caller and called both survive a crash, and neither runs twice', async () => {
      const world = await open()
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

  describe(`${name}: crashing`, () => {
    test('at each step boundary: recorded steps are not repeated, the one in flight is, with the same key', async () => {
      const count = 4
      for (let boundary = 0; boundary < count; boundary++) {
        const world = await open()
        await world.publish(chain(count))
        world.nodes.hold(`s${boundary}`)
        const { executionId } = await world.start('chain')
        await settle()
        expect(names(world)).toHaveLength(boundary + 1)
        const next = await world.crash()
        next.nodes.release(`s${boundary}`)
        await settle()
        expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
        const expected = Array.from({ length: count }, (_, i) => `s${i}`)
        expected.splice(boundary, 0, `s${boundary}`)
        expect(names(next)).toEqual(expected)
        expect(new Set(next.nodes.effects.map((effect) => effect.key)).size).toBe(count)
      }
    })

    test('fifty executions in the middle of their work all finish', async () => {
      const world = await open()
      await world.publish(chain(3))
      world.nodes.hold('s1')
      const started = await Promise.all(Array.from({ length: 50 }, () => world.start('chain')))
      await settle()
      const next = await world.crash()
      next.nodes.release('s1')
      await settle()
      for (const { executionId } of started)
        expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })

    test('an owner that only seemed dead can write no more', async () => {
      const world = await open()
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId, finished } = await world.start('chain')
      await settle()
      const refused = expect(finished).rejects.toThrow('another process')
      const other = await open(world.disk, world.clock, world.nodes)
      await other.driver.resume()
      world.nodes.release('s0')
      await settle()
      await refused
      const log = await world.log(executionId)
      expect(log.filter((event) => event.type === 'step-succeeded')).toHaveLength(2)
    })

    test('an execution finishes on the version it began with', async () => {
      const world = await open()
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId, finished } = await world.start('chain')
      await world.publish('id: chain\nnodes:\n  other: { type: effect, with: { name: other } }')
      world.nodes.release('s0')
      expect(await finished).toMatchObject({ result: 's1' })
      expect(await world.store.executions.get(account, executionId)).toMatchObject({ workflowVersion: 1 })
      expect(await (await world.start('chain')).finished).toMatchObject({ result: 'other' })
    })
  })

  describe(`${name}: a store in trouble`, () => {
    const full = new StoreError('STORE_FULL', 'The disk is full.')

    test('when it is full, starts are refused, and running work goes on when there is room', async () => {
      const world = await open()
      await world.publish(chain(3))
      world.nodes.hold('s0')
      const { finished } = await world.start('chain')
      await settle()
      world.store.failCommits(full)
      world.nodes.release('s0')
      await expect(world.start('chain')).rejects.toMatchObject({ code: 'STORE_FULL' })
      await settle()
      expect(names(world)).toEqual(['s0'])
      world.store.failCommits(undefined)
      await world.clock.advance(2000)
      expect(await finished).toMatchObject({ status: 'success' })
      expect(names(world)).toEqual(['s0', 's1', 's2'])
    })

    test('a value that cannot be stored ends its execution as crashed, and no other', async () => {
      const world = await open()
      await world.publish('id: deep\nnodes:\n  s: { type: effect, with: { name: s }, next: t }\n  t: { type: bottomless }')
      await world.publish(chain(2))
      const [deep, flat] = await Promise.all([world.start('deep'), world.start('chain')])
      await expect(deep.finished).rejects.toMatchObject({ code: 'VALUE_UNWRITABLE' })
      expect((await flat.finished).status).toBe('success')
      await settle()
      expect(await world.store.executions.get(account, deep.executionId)).toMatchObject({
        status: 'crashed',
        error: { code: 'VALUE_UNWRITABLE' },
      })
    })

    test('a version that nobody can load any more ends its executions as crashed, and the others go on', async () => {
      const world = await open()
      await world.publish(chain(2))
      await world.publish('id: gone\nnodes:\n  s: { type: effect, with: { name: gone } }')
      for (const name of ['s0', 'gone']) world.nodes.hold(name)
      const [good, gone] = await Promise.all([world.start('chain'), world.start('gone')])
      await settle()
      world.store.sever()
      const next = await open(withoutWorkflow(world.disk, 'gone'), world.clock, world.nodes)
      await next.driver.resume()
      next.nodes.release('s0')
      await settle()
      expect(next.trouble).toHaveLength(1)
      expect(await world.disk.executions.get(account, gone.executionId)).toMatchObject({
        status: 'crashed',
        error: { code: 'WORKFLOW_NOT_FOUND' },
      })
      expect(await world.disk.executions.get(account, good.executionId)).toMatchObject({ status: 'success' })
    })

    test('when it cannot be trusted, the process is told to end', async () => {
      const world = await open()
      await world.publish(chain(1))
      world.store.failCommits(new StoreError('STORE_FAILED', 'fsync failed'))
      await expect(world.start('chain')).rejects.toMatchObject({ code: 'STORE_FAILED' })
      expect(world.fatal).toHaveLength(1)
      expect(names(world)).toEqual([])
    })
  })

  describe(`${name}: secrets`, () => {
    test('reach the node and nothing else', async () => {
      const world = await open()
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
      const world = await open()
      await world.publish('id: safe\nnodes:\n  s: { type: effect, with: { name: "{{ secrets.NOPE }}" } }')
      expect(await (await world.start('safe')).finished).toMatchObject({
        status: 'failed',
        error: { code: 'SECRET_MISSING', message: expect.stringContaining('NOPE') },
      })
      expect(names(world)).toEqual([])
    })
  })

  describe(`${name}: live messages`, () => {
    test('come in the order of the log, once it is on disk, and can be had again', async () => {
      const world = await open()
      await world.publish(chain(2))
      const heard: LiveMessage[] = []
      const stop = world.driver.subscribe((message) => heard.push(message))
      await (await world.start('chain')).finished
      stop()
      await (await world.start('chain')).finished
      const changes = heard.flatMap((message) => message.changes.map((change) => `${change.step} ${change.status}`))
      expect(changes).toEqual(['s0 running', 's0 success', 's1 running', 's1 success'])
      expect(heard.at(-1)).toMatchObject({ status: 'success', result: 's1' })
      const positions = heard.map((message) => message.position)
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
      const missed = await world.driver.missed(account, 0, 100)
      expect(missed.slice(0, heard.length)).toEqual(heard)
      expect(await world.driver.missed(account, positions[0] ?? 0, 1)).toEqual(heard.slice(1, 2))
      expect(await world.driver.missed('other', 0, 100)).toEqual([])
    })
  })

  describe(`${name}: closing`, () => {
    test('takes no more work, and what was running goes on with the next driver', async () => {
      const world = await open()
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId } = await world.start('chain')
      await settle()
      await world.driver.close()
      await expect(world.start('chain')).rejects.toMatchObject({ code: 'CLOSED' })
      const next = await world.crash()
      next.nodes.release('s0')
      await settle()
      expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })
  })
}

/** The same store after somebody has lost one workflow. */
function withoutWorkflow(disk: Store, lost: string): Store {
  const { workflows } = disk
  return {
    ...disk,
    workflows: {
      ...workflows,
      get: (owner, id, version) => (id === lost ? Promise.resolve(undefined) : workflows.get(owner, id, version)),
    },
  }
}
