import { type ExecutionEvent, readHistory } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import type { ReplayChoice, ReplayEdits, Replayed } from '../replays/replay-execution.ts'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, names, openWorld, type World } from './world.ts'

const order = (third: string) => `id: order
nodes:
  a: { type: effect, with: { name: a, output: { price: 5 } }, next: b }
  b: { type: effect, with: { name: b, output: "{{ nodes.a.output.price * 2 }}" }, next: c }
  c: ${third}
  d: { type: effect, with: { name: "d {{ input }}" } }`

const failing = order('{ type: fatal, with: { message: no }, next: d }')
const mended = order('{ type: effect, with: { name: "c {{ nodes.b.output }}", output: "{{ input }}" }, next: d }')

async function ended(create: CreateDriver, source: string, workflowId: string): Promise<World> {
  const world = await openWorld(create)
  await world.publish(source)
  await world.start(workflowId, { executionId: 'e', data: { n: 1 } })
  await settle()
  return world
}

async function replay(world: World, choice: ReplayChoice, executionId = 'e'): Promise<Replayed> {
  const outcome = await world.driver.replay({ account, executionId, choice })
  if (outcome.type !== 'replayed') throw new Error(outcome.type)
  await settle()
  return outcome
}

const from = (step: string, edits: ReplayEdits = {}): ReplayChoice => ({ type: 'replay', from: step, ...edits })
const rowOf = (world: World, id: string) => world.disk.executions.get(account, id)
const refusal = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) })

/** Finished executions are run again, whole or in part. */
export function behavesInReplaying(name: string, create: CreateDriver): void {
  describe(`${name}: retrying`, () => {
    test('runs what failed, keeps what succeeded, settles the dead letter and links both', async () => {
      const world = await ended(create, failing, 'order')
      await world.publish(mended)
      const { started, kept } = await replay(world, from('c', { version: 'newest' }))
      expect(kept).toEqual(['a', 'b'])
      expect(names(world)).toEqual(['a', 'b', 'c 10', 'd 10'])
      expect(await rowOf(world, started.executionId)).toMatchObject({ status: 'success', replayOf: 'e', workflowVersion: 2 })
      expect(await rowOf(world, 'e')).toMatchObject({ letter: 'open' })
      const retried = await replay(world, { type: 'retry' })
      expect(await rowOf(world, retried.started.executionId)).toMatchObject({ status: 'failed', workflowVersion: 1, letter: 'open' })
      expect(await rowOf(world, 'e')).toMatchObject({ letter: 'replayed', replayedAs: retried.started.executionId })
    })

    test('is one execution however often it is asked for, with keys of its own', async () => {
      const world = await ended(create, chain(3), 'chain')
      await world.start('chain', { executionId: 'f' })
      world.nodes.hold('s1')
      await world.start('chain', { executionId: 'g' })
      await settle()
      await world.driver.cancel(account, 'g')
      await settle()
      world.nodes.release('s1')
      const ids = await Promise.all([1, 2, 3].map(async () => (await replay(world, { type: 'retry' }, 'g')).started.executionId))
      expect(new Set(ids).size).toBe(1)
      const again = world.nodes.effects.filter(({ key }) => key.startsWith(ids[0] ?? '?'))
      expect(again.map(({ key }) => key)).toEqual([`${ids[0]}:s1`, `${ids[0]}:s2`])
    })

    test('settles the dead letter with its start, or neither is there', async () => {
      const world = await ended(create, failing, 'order')
      world.store.severAfter(1)
      void world.driver.replay({ account, executionId: 'e', choice: { type: 'retry' } })
      await settle()
      const next = await world.crash()
      const { letter, replayedAs = '' } = (await rowOf(next, 'e')) ?? {}
      expect([letter, (await rowOf(next, replayedAs))?.replayOf]).toEqual(['replayed', 'e'])
    })

    test('is not begun anew when it was deleted since', async () => {
      const world = await ended(create, failing, 'order')
      const { started } = await replay(world, { type: 'retry' })
      await world.disk.retention.remove({ account, ids: [started.executionId], letters: 'removed' })
      const again = world.driver.replay({ account, executionId: 'e', choice: { type: 'retry' } })
      await expect(again).rejects.toEqual(refusal('EXECUTION_REPLAYED', 'which is deleted by now'))
    })

    test('waits for the clean-up of what was called, which would undo what is done anew', async () => {
      const world = await openWorld(create)
      await world.publish(`id: child
nodes:
  t:
    type: try
    nodes: { ship: { type: sleep, with: { ms: 60000 } } }
    catch: { undo: { type: effect, with: { name: undo } } }`)
      await world.publish('id: parent\nnodes: { c: { type: call, with: { workflow: child } } }')
      await world.start('parent', { executionId: 'e' })
      await settle()
      world.nodes.hold('undo')
      await world.driver.cancel(account, 'e')
      await settle()
      const retry = () => world.driver.replay({ account, executionId: 'e', choice: { type: 'retry' } })
      await expect(retry()).rejects.toEqual(refusal('EXECUTION_UNFINISHED', 'What execution e has called is still being canceled'))
      world.nodes.release('undo')
      await settle()
      expect(await retry()).toMatchObject({ type: 'replayed' })
    })

    test('does again what the clean-up of a cancel has undone', async () => {
      const world = await openWorld(create)
      await world.publish(`id: saga
nodes:
  t:
    type: try
    nodes: { reserve: { type: effect, with: { name: reserve }, next: ship }, ship: { type: sleep, with: { ms: 60000 } } }
    catch: { release: { type: effect, with: { name: release } } }`)
      await world.start('saga', { executionId: 'e' })
      await settle()
      await world.driver.cancel(account, 'e')
      await settle()
      const { started, kept } = await replay(world, { type: 'retry' })
      expect([names(world), kept]).toEqual([['reserve', 'release', 'reserve'], []])
      expect(await replay(world, from('t.ship'))).toMatchObject({ kept: ['t.reserve'], undone: ['t'] })
      expect(names(world)).toHaveLength(3)
      await world.clock.advance(61_000)
      expect(await rowOf(world, started.executionId)).toMatchObject({ status: 'success' })
    })

    test('is refused of what goes on, of a success, of what was run again otherwise and of nothing', async () => {
      const world = await ended(create, chain(2), 'chain')
      const ask = (executionId: string) => world.driver.replay({ account, executionId, choice: { type: 'retry' } })
      await expect(ask('e')).rejects.toEqual(refusal('EXECUTION_SUCCEEDED', 'replay it from a step'))
      expect(await ask('nobody')).toEqual({ type: 'not-found' })
      world.nodes.hold('s0')
      await world.start('chain', { executionId: 'f' })
      await settle()
      await expect(ask('f')).rejects.toEqual(refusal('EXECUTION_UNFINISHED', 'wait for its end or cancel it'))
      await world.publish(failing)
      await world.start('order', { executionId: 'g' })
      await settle()
      await world.disk.executions.commit([{ type: 'letter', account, executionId: 'g', letter: 'replayed', replayedAs: 'h' }])
      await expect(ask('g')).rejects.toEqual(refusal('EXECUTION_REPLAYED', 'as h'))
    })
  })

  describe(`${name}: replaying`, () => {
    test('shows what was taken and from where, and answers from the recording what is not run', async () => {
      const world = await ended(create, mended, 'order')
      const { started } = await replay(world, from('d'))
      expect(names(world)).toEqual(['a', 'b', 'c 10', 'd 10', 'd 10'])
      const log = await world.log(started.executionId)
      expect(log[0]).toMatchObject({ executionId: started.executionId, replay: { executionId: 'e', from: 'd' } })
      const { steps, result } = readHistory(await world.plan('order'), log)
      expect(steps.map(({ step, taken }) => [step, taken?.executionId])).toEqual([
        ['a', 'e'],
        ['b', 'e'],
        ['c', 'e'],
        ['d', undefined],
      ])
      expect(result).toBe('d 10')
      expect((await started.finished).status).toBe('success')
    })

    test('gives the chosen step another input, other steps other outputs, and an entry other trigger data', async () => {
      const world = await ended(create, mended, 'order')
      await replay(world, from('d', { input: 'new' }))
      await replay(world, from('c', { outputs: { b: 99 } }))
      const { started } = await replay(world, from('a', { input: { n: 2 } }))
      expect(names(world).slice(4)).toEqual(['d new', 'c 99', 'd 99', 'a', 'b', 'c 10', 'd 10'])
      expect((await world.log(started.executionId))[0]).toMatchObject({ trigger: { data: { n: 2 } } })
    })

    test('gives one iteration another item, which a replay of the replay still sees', async () => {
      const source = `id: w
nodes:
  each:
    type: for-each
    with: { items: [1, 2, 3], concurrency: 3 }
    nodes:
      a: { type: effect, with: { name: "a {{ item }}" }, next: b }
      b: { type: effect, with: { name: "b {{ item }}" } }`
      const world = await ended(create, source, 'w')
      const { started } = await replay(world, from('each[1].a', { input: 'new' }))
      expect(names(world).slice(6)).toEqual(['a new', 'b new'])
      await replay(world, from('each[1].b'), started.executionId)
      expect(names(world).slice(8)).toEqual(['b new'])
    })

    test('from the beginning takes other data and inputs', async () => {
      const source = `id: w
inputs: { who: { type: string, default: me } }
nodes: { a: { type: effect, with: { name: "{{ trigger.n }} {{ trigger.m }} {{ inputs.who }}" } } }`
      const world = await openWorld(create)
      await world.publish(source)
      await world.start('w', { executionId: 'e', data: { n: 1, m: 1 } })
      await settle()
      const { kept } = await replay(world, { type: 'replay', data: { m: 2 }, inputs: { who: 'you' } })
      expect([names(world), kept]).toEqual([['1 1 me', '1 2 you'], []])
    })

    test('runs an edited workflow as a draft, which no start uses', async () => {
      const world = await ended(create, failing, 'order')
      const { started, isDraft, changedNodes } = await replay(world, from('c', { workflow: mended.replace('price: 5', 'price: 7') }))
      expect([isDraft, changedNodes]).toEqual([true, ['a']])
      expect(await rowOf(world, started.executionId)).toMatchObject({ status: 'success', workflowVersion: 2 })
      expect(names(world).slice(2)).toEqual(['c 10', 'd 10'])
      expect((await world.start('order')).workflowVersion).toBe(1)
      const other = await replay(world, from('c', { workflow: mended }), started.executionId)
      expect(await rowOf(world, other.started.executionId)).toMatchObject({ workflowVersion: 3 })
    })

    test('says what is wrong with the choice and starts nothing', async () => {
      const world = await ended(create, failing, 'order')
      const ask = (edits: ReplayEdits) => world.driver.replay({ account, executionId: 'e', choice: { type: 'replay', ...edits } })
      await expect(ask({ from: 'charge' })).rejects.toEqual(refusal('STEP_NOT_FOUND', 'Did you mean a, b, c, d?'))
      await expect(ask({ from: 'each[1].b' })).rejects.toEqual(refusal('STEP_NOT_FOUND', 'Did you mean b?'))
      await expect(ask({ from: 'd' })).rejects.toEqual(refusal('STEP_NOT_REACHED', 'Step d is not reached'))
      await expect(ask({ from: 'c', data: {} })).rejects.toEqual(refusal('REPLAY_INVALID', 'from the beginning'))
      await expect(ask({ input: 1 })).rejects.toEqual(refusal('REPLAY_INVALID', 'name the step'))
      await expect(ask({ from: 'b', outputs: { b: 1 } })).rejects.toEqual(refusal('REPLAY_INVALID', 'it is run again'))
      await expect(ask({ from: 'b', outputs: { c: 1 } })).rejects.toEqual(refusal('REPLAY_INVALID', 'ended as failed'))
      await expect(ask({ from: 'b', outputs: { x: 1 } })).rejects.toEqual(refusal('REPLAY_INVALID', 'no such step'))
      await expect(ask({ version: 9 })).rejects.toEqual(refusal('WORKFLOW_NOT_FOUND', 'in version 9'))
      await expect(ask({ version: 1, workflow: mended })).rejects.toEqual(refusal('REPLAY_INVALID', 'not both'))
      await expect(ask({ version: 'newest', workflow: mended })).rejects.toEqual(refusal('REPLAY_INVALID', 'not both'))
      await expect(ask({ workflow: chain(1) })).rejects.toEqual(refusal('REPLAY_INVALID', 'keep the id'))
      await expect(ask({ workflow: 'id: order' })).resolves.toMatchObject({ type: 'rejected' })
      expect((await world.disk.executions.list(account, {}, { limit: 9 })).items).toHaveLength(1)
    })

    test('is begun as a whole, and goes on after a crash at any commit without running what is kept', async () => {
      for (let commits = 1; commits <= 6; commits++) {
        const world = await ended(create, chain(4), 'chain')
        world.store.severAfter(commits)
        const asked = world.driver.replay({ account, executionId: 'e', choice: from('s2'), newExecutionId: 'r' }).catch(() => undefined)
        await settle()
        await Promise.race([asked, settle()])
        const next = await world.crash()
        await next.driver.replay({ account, executionId: 'e', choice: from('s2'), newExecutionId: 'r' })
        await settle()
        expect(await rowOf(next, 'r')).toMatchObject({ status: 'success' })
        const log = await next.log('r')
        expect(outcomes(log)).toEqual(['s0', 's1', 's2', 's3'])
        const effects = world.nodes.effects.filter(({ key }) => key.startsWith('r:')).map(({ name: effect }) => effect)
        expect(effects).not.toContain('s1')
        expect(new Set(effects)).toEqual(new Set(['s2', 's3']))
      }
    })

    test('calls and waits no more for what is kept', async () => {
      const world = await openWorld(create)
      await world.publish('id: child\nnodes: { x: { type: effect, with: { name: child } } }')
      await world.publish(`id: parent
nodes:
  call: { type: call, with: { workflow: child }, next: rest }
  rest: { type: sleep, with: { ms: 60000 }, next: last }
  last: { type: effect, with: { name: last } }`)
      await world.start('parent', { executionId: 'e' })
      await settle()
      await world.clock.advance(61_000)
      await settle()
      expect(names(world)).toEqual(['child', 'last'])
      const { started } = await replay(world, from('last'))
      expect(names(world)).toEqual(['child', 'last', 'last'])
      expect(await rowOf(world, started.executionId)).toMatchObject({ status: 'success' })
    })
  })
}

function outcomes(log: readonly ExecutionEvent[]): readonly string[] {
  return log.flatMap((event) => (event.type === 'step-succeeded' ? [event.step] : []))
}
