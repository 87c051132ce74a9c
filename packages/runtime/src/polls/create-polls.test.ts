import { FatalError, RetryableError } from '@millrace/kit'
import { StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import { gives, key, minute, openPolled, type Polled, workflow } from './testing/open-polled.ts'

test('what was there before the first look starts nothing; each item that comes starts one execution', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, ['old'])
  const world = await openPolled(workflow(), { nodes })
  expect(await world.row()).toMatchObject({ lastOutcome: 'nothing-new', failures: 0 })
  gives(world, ['old', 'one', 'two', 'one'])
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(['one', 'two'])
  await world.clock.advance(3 * minute)
  expect(await world.begun()).toEqual(['one', 'two'])
  const last = await world.disk.executions.get(account, (await world.row())?.lastExecutionId ?? '')
  expect(last).toMatchObject({ triggerId: 'new', triggerType: 'watch', status: 'success' })
})

test('from: beginning starts with what is there', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, ['old', 'older'])
  expect(await (await openPolled(workflow({ from: 'beginning' }), { nodes })).begun()).toEqual(['old', 'older'])
})

test('batch starts one execution for all that a look has found', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, ['one', 'two'])
  expect(await (await openPolled(workflow({ from: 'beginning', batch: true }), { nodes })).begun()).toEqual([['one', 'two']])
})

test('a look is handed what the one before has left, and comes at once when there is more', async () => {
  const nodes = createTestNodes()
  const cursors: unknown[] = []
  nodes.act('source', ({ params }) => {
    cursors.push(params.about)
    return { type: 'done', output: { items: [`item-${cursors.length}`], cursor: cursors.length, hasMore: cursors.length < 3 } }
  })
  const world = await openPolled(workflow({ from: 'beginning' }), { nodes })
  expect(cursors).toEqual([null, 1, 2])
  expect(await world.begun()).toEqual(['item-1', 'item-2', 'item-3'])
  const next = await world.again(minute)
  expect(cursors).toEqual([null, 1, 2, 3])
  expect(await next.begun()).toHaveLength(4)
})

test('a source that says there is more and neither gives anything new nor goes on is not asked again at once', async () => {
  const nodes = createTestNodes()
  let looks = 0
  nodes.act('source', () => {
    looks++
    return { type: 'done', output: { items: ['old'], cursor: 'same', hasMore: true } }
  })
  const world = await openPolled(workflow({ from: 'beginning' }), { nodes })
  await world.clock.advance(minute)
  // The first look, one that finds nothing more at once after it, and one a minute later.
  expect([looks, await world.begun()]).toEqual([3, ['old']])
  expect((await world.row())?.wakeAt).toBe(world.clock.now() + minute)
})

test('what was there already starts nothing, however many pages it takes to go through it', async () => {
  const nodes = createTestNodes()
  let looks = 0
  nodes.act('source', () => {
    looks++
    return { type: 'done', output: { items: [`item-${looks}`], cursor: looks, hasMore: looks < 3 } }
  })
  const world = await openPolled(workflow(), { nodes })
  expect([looks, await world.begun()]).toEqual([3, []])
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(['item-4'])
})

test.each([0, 1, 2, 3, 4, 5])(
  'a death after %d of its commits loses nothing of what a look has found and begins nothing twice',
  async (commits) => {
    const nodes = createTestNodes()
    gives({ nodes }, [])
    const first = await openPolled(workflow(), { nodes })
    // The source forgets what it has given out, as a mailbox does whose mails are marked as read.
    let isGiven = false
    nodes.act('source', () => {
      const items = isGiven ? [] : ['one', 'two', 'three']
      isGiven = true
      return { type: 'done', output: { items } }
    })
    first.store.severAfter(commits)
    await first.clock.advance(minute)
    const next = await first.again(minute)
    await next.clock.advance(minute)
    expect(await next.begun()).toEqual(['one', 'three', 'two'])
  },
)

test('what a death between an unpublishing and the end of its polls leaves goes at the next start', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  await world.disk.polls.addFound(key, [{ place: 0, id: 'e', data: {} }])
  await world.disk.workflows.unpublish(account, key.workflowId)
  const next = await world.again()
  expect([await next.row(), await next.disk.polls.countFound(key)]).toEqual([undefined, 0])
})

test('a workflow that leaves no record is begun once for each item all the same', async () => {
  for (const commits of [1, 2, 3]) {
    const nodes = createTestNodes()
    gives({ nodes }, [])
    const world = await openPolled(`settings: { record: never }\n${workflow()}`, { nodes })
    gives(world, ['one', 'two'])
    world.store.severAfter(commits)
    await world.clock.advance(minute)
    const next = await world.again(minute)
    await next.clock.advance(minute)
    expect(await next.begun()).toEqual(['one', 'two'])
  }
})

test('a look that fails moves nothing on, says why, and waits longer each time', async () => {
  const nodes = createTestNodes()
  nodes.act('source', () => {
    throw new RetryableError('The source is down.')
  })
  const world = await openPolled(workflow(), { nodes })
  expect(await world.row()).toMatchObject({ lastOutcome: 'failed', lastMessage: 'The source is down.', failures: 1 })
  await world.clock.advance(minute)
  await world.clock.advance(2 * minute)
  const { failures, wakeAt = 0 } = (await world.row()) ?? {}
  expect([failures, wakeAt - world.clock.now()]).toEqual([3, 4 * minute])
  gives(world, ['one'])
  await world.clock.advance(4 * minute)
  expect(await world.row()).toMatchObject({ lastOutcome: 'nothing-new', failures: 0 })
  expect((await world.row())?.lastMessage).toBeUndefined()
})

test('nodes that wait or call cannot look, and the row says so', async () => {
  const nodes = createTestNodes()
  nodes.act('source', () => ({ type: 'wait-for', ms: 5, output: null }))
  const world = await openPolled(workflow(), { nodes })
  expect(await world.row()).toMatchObject({ lastOutcome: 'failed', lastMessage: expect.stringContaining('waits') })
})

test('a source that never answers is given up, and holds up no other', async () => {
  const nodes = createTestNodes()
  nodes.act('source', () => new Promise(() => undefined))
  const world = await openPolled(workflow(), { nodes })
  nodes.act('other', () => ({ type: 'done', output: { items: [world.clock.now()] } }))
  await world.publish(
    `id: v\ntriggers: { new: { type: watch, with: { name: other, everyMs: 1000 } } }\nnodes:\n  a: { type: effect, with: { name: b } }`,
  )
  await world.clock.advance(minute + 5_000)
  expect((await world.begun()).length).toBeGreaterThan(60)
})

test('many sources that never answer hold up another one for a few seconds once, and are given up after two minutes', async () => {
  const nodes = createTestNodes()
  nodes.act('source', () => new Promise(() => undefined))
  const hanging = Array.from({ length: 30 }, (_, index) => `t${index}: { type: watch, with: { name: source, everyMs: 1000 } }`)
  const world = await openPolled(
    `id: w\ntriggers: { new: { type: watch, with: { name: source, everyMs: 1000 } }, ${hanging.join(', ')} }\nnodes: { a: { type: effect, with: { name: b } } }`,
    { nodes },
  )
  const looks: number[] = []
  nodes.act('other', () => {
    looks.push(world.clock.now())
    return { type: 'done', output: { items: [] } }
  })
  await world.publish(
    'id: v\ntriggers: { new: { type: watch, with: { name: other, everyMs: 1000 } } }\nnodes: { a: { type: effect, with: { name: b } } }',
  )
  await world.clock.advance(20_000)
  expect(looks.splice(0).length).toBeGreaterThan(0)
  await world.clock.advance(10 * minute)
  const gaps = looks.map((at, index) => at - (looks[index - 1] ?? at))
  expect(Math.max(...gaps)).toBeLessThan(2_000)
  expect(await world.row()).toMatchObject({ lastOutcome: 'failed', lastMessage: 'It took longer than two minutes.' })
})

test('paused it does not look, also after a restart and in a new version; resumed it finds what has come', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const first = await openPolled(workflow(), { nodes })
  expect(await first.polls.pause(key)).toMatchObject({ isPaused: true })
  gives(first, ['one'])
  const world = await first.again(minute)
  await world.publish(workflow({}, ', name: New'))
  await world.clock.advance(5 * minute)
  expect(await world.begun()).toEqual([])
  expect(await world.polls.look(key)).toMatchObject({ lastOutcome: 'started', isPaused: true })
  gives(world, ['one', 'two'])
  expect(await world.polls.resume(key)).toMatchObject({ isPaused: false })
  await settle()
  expect(await world.begun()).toEqual(['one', 'two'])
  expect(await world.polls.pause({ ...key, triggerId: 'other' })).toBeUndefined()
})

test('a version that looks at something else begins anew; one that does not goes on', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, ['one'])
  nodes.act('elsewhere', () => ({ type: 'done', output: { items: ['there'] } }))
  const world = await openPolled(workflow(), { nodes })
  gives(world, ['one', 'two'])
  await world.publish(workflow({ everyMs: 2 * minute }))
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(['two'])
  gives(world, ['one', 'two', 'three'])
  await world.publish(workflow({ form: 'short' }))
  await world.clock.advance(2 * minute)
  expect(await world.begun()).toEqual(['three', 'two'])
  await world.publish(workflow({ name: 'elsewhere' }))
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(['three', 'two'])
  await world.publish('id: w\nnodes:\n  a: { type: effect, with: { name: a } }')
  expect(await world.row()).toBeUndefined()
})

test('switched off it rests and keeps what it was last', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  await world.publish(workflow({}, ', disabled: true'))
  gives(world, ['one'])
  await world.clock.advance(2 * minute)
  expect(await world.row()).toMatchObject({ lastOutcome: 'nothing-new' })
  expect(await world.begun()).toEqual([])
  await world.publish(workflow())
  expect(await world.begun()).toEqual(['one'])
})

const year = 365 * 24 * 60 * minute

test.each([
  ['under the process', async (world: Polled) => world],
  ['before the next one starts', (world: Polled) => world.again()],
])('a clock that was a year ahead for a while and is set back %s leaves no poll silent', async (_when, lives) => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  world.clock.set(year)
  world.clock.look()
  await world.clock.advance(minute)
  expect((await world.row())?.wakeAt).toBeGreaterThan(Date.UTC(2028, 0, 1))
  world.clock.set(-year)
  const next = await lives(world)
  next.clock.look()
  gives(world, ['one'])
  await next.clock.advance(minute)
  expect(await next.begun()).toEqual(['one'])
})

test('a clock that is set back while the store does not answer is made up for when it does', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  world.clock.set(year)
  world.clock.look()
  await world.clock.advance(minute)
  const { list } = world.store.polls
  Object.assign(world.disk.polls, { list: () => Promise.reject(new Error('The store did not answer.')) })
  world.clock.set(-year)
  world.clock.look()
  await world.clock.advance(0)
  Object.assign(world.disk.polls, { list })
  gives(world, ['one'])
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(['one'])
})

test('a full disk puts it off until there is room', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  gives(world, ['one'])
  world.store.failCommits(new StoreError('STORE_FULL', 'The disk is full.'))
  await world.clock.advance(minute + 1)
  expect(await world.begun()).toEqual([])
  expect(world.trouble.length).toBeGreaterThan(0)
  world.store.failCommits(undefined)
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(['one'])
})

test('a failure is told without the secrets that it speaks of', async () => {
  const nodes = createTestNodes()
  nodes.act('a-very-secret-value', () => {
    throw new FatalError('There is no folder a-very-secret-value.')
  })
  const world = await openPolled(workflow({ name: '{{ secrets.TOKEN }}' }), { nodes })
  expect(await world.row()).toMatchObject({ lastOutcome: 'failed', lastMessage: 'There is no folder ••••••.' })
})

test('what lies there for long is remembered, however much comes and goes beside it', async () => {
  const nodes = createTestNodes()
  const lasting = Array.from({ length: 600 }, (_, index) => `lasting-${index}`)
  let looks = 0
  nodes.act('source', () => {
    looks++
    const passing = Array.from({ length: 300 }, (_, index) => `${looks}-${index}`)
    return { type: 'done', output: { items: [...lasting, ...passing] } }
  })
  const world = await openPolled(workflow({ batch: true }).replace('{{ trigger.item }}', 'a'), { nodes })
  await world.clock.advance(8 * minute)
  const begun = (await world.begun()) as string[][]
  expect(begun).toHaveLength(8)
  expect(begun.flat()).toHaveLength(8 * 300)
})

test('a source that has nothing for once is not new as a whole after that', async () => {
  const nodes = createTestNodes()
  const items = Array.from({ length: 3000 }, (_, index) => index)
  gives({ nodes }, items)
  const world = await openPolled(workflow(), { nodes })
  gives(world, [])
  await world.clock.advance(minute)
  gives(world, items)
  await world.clock.advance(minute)
  expect([(await world.row())?.lastOutcome, await world.begun()]).toEqual(['nothing-new', []])
})

test('60,000 items are known again', async () => {
  const nodes = createTestNodes()
  const items = Array.from({ length: 60_000 }, (_, index) => index)
  gives({ nodes }, items)
  const world = await openPolled(workflow(), { nodes })
  gives(world, [...items, 'one'])
  await world.clock.advance(2 * minute)
  expect(await world.begun()).toEqual(['one'])
})

test('a cursor that is too large fails the look and says so', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, ['one'], { cursor: 'x'.repeat(5_000_000) })
  const world = await openPolled(workflow(), { nodes })
  expect(await world.row()).toMatchObject({
    lastOutcome: 'failed',
    lastMessage: expect.stringMatching(/^The cursor has 5000002 characters/),
  })
})

test('a pause does not wait for the look that is under way, and that is no failure', async () => {
  const nodes = createTestNodes()
  nodes.act('source', () => new Promise(() => undefined))
  const world = await openPolled(workflow(), { nodes })
  expect(await world.polls.pause(key)).toMatchObject({ isPaused: true, failures: 0 })
  gives(world, ['one'])
  expect(await world.polls.resume(key)).not.toHaveProperty('lastOutcome')
  await settle()
  expect(await world.row()).toMatchObject({ lastOutcome: 'nothing-new' })
})

test('a pause keeps what was found and is not begun, and the resume begins it', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  const items = Array.from({ length: 120 }, (_, index) => `item-${index}`)
  gives(world, items)
  world.store.holdCommits()
  await world.clock.advance(minute)
  const paused = world.polls.pause(key)
  world.store.releaseCommits()
  expect(await paused).toMatchObject({ lastOutcome: 'started', isBeginning: true })
  expect(await world.disk.polls.countFound(key)).toBe(70)
  const next = await world.again(5 * minute)
  expect(await next.begun()).toHaveLength(50)
  await next.polls.resume(key)
  await settle()
  expect(await next.begun()).toEqual(items.toSorted())
})

test('limits that have no room begin what they have room for, and the rest later in its order', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(`settings: { rateLimit: { limit: 2, per: 1m } }\n${workflow()}`, { nodes })
  const items = Array.from({ length: 5 }, (_, index) => `item-${index}`)
  gives(world, items)
  await world.clock.advance(minute)
  expect(await world.begun()).toEqual(items.slice(0, 2))
  await world.clock.advance(3 * minute)
  expect(await world.begun()).toEqual(items)
})

test('a close ends the look that is under way, and leaves the row as it was', async () => {
  const nodes = createTestNodes()
  nodes.act('source', () => new Promise(() => undefined))
  const world = await openPolled(workflow(), { nodes })
  const before = await world.row()
  await world.polls.close()
  expect(await world.row()).toEqual(before)
})

test('what a death leaves to be begun does not wait for the next look', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  gives(world, ['one', 'two'])
  world.store.severAfter(1)
  await world.clock.advance(minute)
  expect(await (await world.again()).begun()).toEqual(['one', 'two'])
})

test('a look that was asked for before a new version came begins with that one anew', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  nodes.act('elsewhere', () => ({ type: 'done', output: { items: ['there'] } }))
  const world = await openPolled(workflow(), { nodes })
  const answer = Promise.withResolvers<void>()
  nodes.act('source', async () => {
    await answer.promise
    return { type: 'done', output: { items: ['one'] } }
  })
  await world.clock.advance(minute)
  const asked = world.polls.look(key)
  for (const name of ['other', 'elsewhere', 'source', 'elsewhere']) await world.publish(workflow({ name }))
  answer.resolve()
  expect(await asked).toMatchObject({ lastOutcome: 'nothing-new' })
  await world.clock.advance(2 * minute)
  expect(await world.begun()).toEqual(['one'])
})
