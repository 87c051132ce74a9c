import { createMemoryStore } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, chain, openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)
const answering =
  'id: answer\nnodes:\n  r: { type: respond, with: { body: hi }, next: s }\n  s: { type: sleep, with: { ms: 60000 }, next: t }\n  t: { type: set, with: { values: 7 } }'

describe('starting', () => {
  test('a refused start leaves nothing behind: the same id is refused again, and taken when the inputs fit', async () => {
    const world = await open()
    await world.publish(`id: greet\ninputs: { who: { type: string, required: true } }\n${chain(1).split('\n').slice(1).join('\n')}`)
    const start = (who: number | string) => world.start('greet', { executionId: 'once', inputs: { who } })
    await expect(start(3)).rejects.toMatchObject({ code: 'INPUTS_INVALID' })
    await expect(start(4)).rejects.toMatchObject({ code: 'INPUTS_INVALID' })
    expect(await (await start('Ann')).finished).toMatchObject({ status: 'success' })
  })

  test('an id that two processes start at once is one execution, and both are told so', async () => {
    const world = await open()
    await world.publish(chain(1))
    const other = await open({ disk: world.disk, clock: world.clock, nodes: world.nodes })
    const both = await Promise.all([world.start('chain', { executionId: 'same' }), other.start('chain', { executionId: 'same' })])
    expect(both.map(({ executionId }) => executionId)).toEqual(['same', 'same'])
    await settle()
    expect(world.nodes.effects).toHaveLength(1)
    expect(await both[1].finished).toMatchObject({ status: 'success' })
  })

  test('two accounts may use one id, and neither hears of the other', async () => {
    const world = await open()
    await world.publish(chain(1))
    const own = await world.start('chain', { executionId: 'same' })
    const trigger = { id: 'manual', type: 'manual', data: {} }
    const other = world.driver.start({ account: 'globex', workflowId: 'chain', trigger, executionId: 'same' })
    await expect(other).rejects.toMatchObject({ code: 'WORKFLOW_NOT_FOUND' })
    const disk = world.disk
    await disk.workflows.publish({ account: 'globex', id: 'chain', source: chain(2), at: 1 })
    world.nodes.hold('s1')
    const theirs = await world.driver.start({ account: 'globex', workflowId: 'chain', trigger, executionId: 'same' })
    expect(await own.finished).toMatchObject({ result: 's0' })
    expect(await disk.executions.get('globex', 'same')).toMatchObject({ account: 'globex', status: 'running' })
    world.nodes.release('s1')
    expect(await theirs.finished).toMatchObject({ result: 's1' })
  })

  test('whoever starts a sleeping execution again gets its end and its answer', async () => {
    const world = await open()
    await world.publish(answering)
    await world.start('answer', { executionId: 'once' })
    await settle()
    const again = await world.start('answer', { executionId: 'once' })
    const { finished } = again
    expect(await again.responded).toMatchObject({ status: 201, body: 'hi' })
    await world.clock.advance(60_000)
    expect(await finished).toMatchObject({ status: 'success', result: 7 })
  })

  test('whoever asks late, after it slept and ended, still gets the end and the answer', async () => {
    const world = await open()
    await world.publish(answering)
    const first = await world.start('answer', { executionId: 'once' })
    await settle()
    await world.clock.advance(60_000)
    expect(await first.finished).toMatchObject({ status: 'success' })
    expect(await first.responded).toMatchObject({ body: 'hi' })
    const again = await world.start('answer', { executionId: 'once' })
    expect(await again.responded).toMatchObject({ body: 'hi' })
    expect(await again.finished).toMatchObject({ result: 7 })
  })

  test('a listener that throws harms no execution', async () => {
    const world = await open()
    await world.publish(chain(2))
    world.driver.subscribe(() => {
      throw new Error('A view broke.')
    })
    const started = await Promise.all([world.start('chain'), world.start('chain')])
    for (const { finished } of started) expect(await finished).toMatchObject({ status: 'success' })
    expect(world.trouble).not.toEqual([])
  })

  test('of very many external steps at once each is run once', async () => {
    const world = await open()
    await world.publish(
      'id: wide\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}", concurrency: 1000 }, nodes: { s: { type: effect, with: { name: s } } } }',
    )
    const items = Array.from({ length: 2500 }, (_, index) => index)
    world.nodes.hold('s')
    const { finished } = await world.start('wide', { data: { items } })
    await settle()
    expect(world.nodes.effects).toHaveLength(1000)
    world.nodes.release('s')
    await finished
    const keys = world.nodes.effects.map(({ key }) => key)
    expect(keys).toHaveLength(items.length)
    expect(new Set(keys).size).toBe(items.length)
  })

  test('a pure loop over very many items lets other executions go on', async () => {
    const world = await open()
    await world.publish(
      'id: endless\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}" }, nodes: { s: { type: set, with: { values: 1 } } } }',
    )
    await world.publish(chain(3))
    let isLongOver = false
    const items = Array.from({ length: 20_000 }, () => 0)
    const long = await world.start('endless', { data: { items } })
    void long.finished.then(() => {
      isLongOver = true
    })
    expect(await (await world.start('chain')).finished).toMatchObject({ status: 'success' })
    expect(isLongOver).toBe(false)
    expect((await long.finished).result).toHaveLength(items.length)
  })
})

describe('a disk that is slow', () => {
  const napping = (ms: number) =>
    `id: nap\nnodes:\n  s: { type: sleep, with: { ms: ${ms} }, next: t }\n  t: { type: set, with: { values: 7 } }`

  test('has the end before anybody hears of it', async () => {
    const world = await open()
    await world.publish(napping(1000))
    const heard: string[] = []
    world.driver.subscribe(({ status }) => heard.push(status))
    world.store.holdCommits()
    const start = world.start('nap', { executionId: 'e' })
    await world.clock.advance(1000)
    world.store.releaseCommits()
    const { finished } = await start
    const statusAtEnd = finished.then(async () => (await world.disk.executions.get(account, 'e'))?.status)
    expect(await statusAtEnd).toBe('success')
    expect(heard).toEqual(['running', 'success'])
  })

  test('has the answer before whoever waits for it', async () => {
    const world = await open()
    await world.publish(`id: late
nodes:
  first: { type: effect, with: { name: first }, next: answer }
  answer: { type: respond, with: { body: hi }, next: last }
  last: { type: effect, with: { name: last } }`)
    world.nodes.hold('first')
    world.nodes.hold('last')
    const started = await world.start('late', { executionId: 'e' })
    let heard: unknown
    void started.responded.then((answer) => {
      heard = answer
    })
    await settle()
    world.store.holdCommits()
    world.nodes.release('first')
    await settle()
    expect(heard).toBeUndefined()
    world.store.releaseCommits()
    await settle()
    expect(heard).toMatchObject({ status: 201, body: 'hi' })
  })

  test('has the sleep of an execution before it leaves memory', async () => {
    const world = await open()
    await world.publish(napping(60_000))
    const heard: string[] = []
    world.driver.subscribe(({ status }) => heard.push(status))
    world.store.holdCommits()
    const start = world.start('nap', { executionId: 'e' })
    await settle()
    world.store.releaseCommits()
    await start
    await settle()
    expect(heard).toEqual(['waiting'])
    expect(await world.driver.cancel(account, 'e')).toBe('canceling')
  })
})

describe('a start while the store is full', () => {
  test('is refused, and nothing of it runs', async () => {
    const disk = createMemoryStore()
    const world = await open({ disk })
    await world.publish(chain(1))
    world.store.failCommits(Object.assign(new Error('full'), { retryable: true }))
    await expect(world.start('chain', { executionId: 'once' })).rejects.toThrow('full')
    world.store.failCommits(undefined)
    await world.clock.advance(5000)
    expect(await disk.executions.get(account, 'once')).toBeUndefined()
    expect(await (await world.start('chain', { executionId: 'once' })).finished).toMatchObject({ status: 'success' })
  })
})
