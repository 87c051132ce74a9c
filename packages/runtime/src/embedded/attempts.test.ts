import type { Json } from '@millrace/engine'
import { FatalError, type NodeResult, RetryableError } from '@millrace/kit'
import { describe, expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, chain, names, openWorld, type World } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)
const acting = 'id: acting\nnodes:\n  a: { type: act, with: { name: a } }'

/** Runs one step that does this, and gives how the execution stands once nothing moves any more. */
async function outcomeOf(action: Parameters<World['nodes']['act']>[1], source = acting) {
  const world = await open()
  await world.publish(source)
  world.nodes.act('a', action)
  await world.start('acting', { executionId: 'e' })
  await settle()
  return { world, summary: await world.disk.executions.get(account, 'e') }
}

describe('a node that does not do as it should', () => {
  test('throws before it promises anything: the step fails', async () => {
    const { summary } = await outcomeOf(() => {
      throw new FatalError('at once')
    })
    expect(summary).toMatchObject({ status: 'failed', error: { message: 'at once' } })
  })

  test.each([
    ['nothing', undefined],
    ['a text', 'done'],
    ['an unknown result', { type: 'finished' }],
    ['a wait until no time', { type: 'wait', until: Number.NaN, output: 1 }],
    ['a wait for no time', { type: 'wait-for', ms: Number.NaN, output: 1 }],
    ['a wait for ever', { type: 'wait', until: Number.POSITIVE_INFINITY, output: 1 }],
  ])('gives %s, at once or later: the step fails and says which node type it was', async (_name, wrong) => {
    for (const action of [() => wrong, () => Promise.resolve(wrong)]) {
      const { summary } = await outcomeOf(action as unknown as () => NodeResult)
      expect(summary).toMatchObject({ status: 'failed', error: { code: 'BAD_NODE', message: expect.stringContaining('act') } })
    }
  })

  test('gives no output: the output is null', async () => {
    const { world } = await outcomeOf(() => ({ type: 'done' }) as unknown as NodeResult)
    expect((await world.log('e'))[1]).toMatchObject({ type: 'step-succeeded', output: null })
  })

  test('stops as failed: the step fails, with what it says and its output as details', async () => {
    const { summary } = await outcomeOf(() => ({ type: 'stop', status: 'failed', message: 'Out of stock', output: { sku: 'a' } }))
    expect(summary).toMatchObject({
      status: 'failed',
      error: { code: 'STOPPED', class: 'fatal', message: 'Out of stock', details: { sku: 'a' } },
    })
  })

  test('stops its path alone: the execution goes on without it', async () => {
    const { world, summary } = await outcomeOf(() => ({ type: 'stop', status: 'success', output: 1, only: 'path' }))
    expect(summary).toMatchObject({ status: 'success' })
    expect((await world.log('e'))[1]).toMatchObject({ type: 'step-succeeded', stop: { status: 'success', only: 'path' } })
  })

  test('throws what is no error: the step fails with its text', async () => {
    const { summary } = await outcomeOf(() => Promise.reject('just words'))
    expect(summary).toMatchObject({ status: 'failed', error: { message: 'just words' } })
  })

  test('fails with details that nobody can walk through: the step fails, the process lives', async () => {
    let details: Json = 'deep'
    for (let level = 0; level < 200_000; level++) details = [details]
    const { summary } = await outcomeOf(
      () => Promise.reject(new FatalError('deep', { details })),
      'id: acting\nnodes:\n  a: { type: act, with: { name: a } }\n  z: { type: set, with: { values: "{{ secrets.TOKEN }}" } }',
    )
    expect(summary).toMatchObject({ status: 'failed' })
  })

  test('settles after the end: nothing follows', async () => {
    const late = Promise.withResolvers<NodeResult>()
    const { world } = await outcomeOf(() => late.promise, 'id: acting\nnodes:\n  a: { type: act, with: { name: a } }\n  z: { type: stop }')
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    const before = (await world.log('e')).length
    late.resolve({ type: 'done', output: 1 })
    await settle()
    expect(await world.log('e')).toHaveLength(before)
  })

  test('never settles: its timeout ends it', async () => {
    const { world } = await outcomeOf(
      () => new Promise(() => undefined),
      'id: acting\nnodes:\n  a: { type: act, with: { name: a }, timeout: 2s }',
    )
    await world.clock.advance(2000)
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ error: { code: 'STEP_TIMEOUT' } })
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -5])(
    'asks to be tried again in %d ms: the policy alone decides',
    async (retryAfterMs) => {
      const { world } = await outcomeOf(({ attempt }) => {
        if (attempt === 1) throw new RetryableError('again', { retryAfterMs })
        return { type: 'done', output: 1 }
      }, 'id: acting\nnodes:\n  a: { type: act, with: { name: a }, retry: { attempts: 2, delay: 3s } }')
      await world.clock.advance(3000)
      expect(await world.disk.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    },
  )

  test('is not there any more: its execution ends as crashed and says why, the others go on', async () => {
    const world = await open()
    const missing = (type: string) => (type === 'act' ? undefined : world.nodes.registry.nodeType(type))
    const next = await open({ ...world, ports: { nodeType: missing } })
    await next.publish('id: acting\nnodes:\n  b: { type: effect, with: { name: b }, next: a }\n  a: { type: act, with: { name: a } }')
    await next.publish(chain(2))
    const [bad, good] = await Promise.all([next.start('acting'), next.start('chain')])
    expect(await bad.finished).toMatchObject({ status: 'crashed', error: { message: expect.stringContaining('act') } })
    expect(await good.finished).toMatchObject({ status: 'success' })
    expect(await next.disk.executions.get(account, bad.executionId)).toMatchObject({ status: 'crashed' })
    expect((await next.log(bad.executionId)).map((event) => event.type)).toEqual(['execution-started', 'step-succeeded'])
    expect(next.trouble).toHaveLength(1)
    expect(names(next)).toContain('s1')
  })
})
