import { expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import { gives, key, minute, openPolled, workflow } from './testing/open-polled.ts'

test('a death while it is written down what was found begins nothing that the next look does not find again', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  const { addFound } = world.disk.polls
  let pieces = 0
  const dying: typeof addFound = async (poll, items) => {
    await addFound(poll, items)
    if (++pieces === 2) world.store.sever()
  }
  Object.assign(world.disk.polls, { addFound: dying })
  gives(
    world,
    Array.from({ length: 1000 }, (_, index) => `lost-${index}`),
  )
  void world.polls.look(key)
  while (!world.store.isSevered()) await settle()
  Object.assign(world.disk.polls, { addFound })
  expect(await world.disk.polls.countFound(key)).toBeGreaterThan(0)
  gives(world, ['one', 'two'])
  const next = await world.again(minute)
  await next.clock.advance(minute)
  expect(await next.begun()).toEqual(['one', 'two'])
  expect(await next.disk.polls.countFound(key)).toBe(0)
})

test('what is found is written down and begun in pieces, and everybody else has a turn after each', async () => {
  const nodes = createTestNodes()
  gives({ nodes }, [])
  const world = await openPolled(workflow(), { nodes })
  const { addFound, found } = world.disk.polls
  let turns = 0
  const begun: (readonly [pieces: number, turn: number])[] = []
  const counting: Pick<typeof world.disk.polls, 'addFound' | 'found'> = {
    addFound: (poll, items) => {
      begun.push([items.length, turns])
      return addFound(poll, items)
    },
    found: async (poll, limit) => {
      const items = await found(poll, limit)
      begun.push([items.length, turns])
      return items
    },
  }
  Object.assign(world.disk.polls, counting)
  gives(
    world,
    Array.from({ length: 1000 }, (_, index) => index),
  )
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await world.polls.look(key)
  isOver = true
  const written = begun.filter(([pieces]) => pieces > 0)
  expect(written.length).toBeGreaterThan(20)
  expect(Math.max(...written.map(([pieces]) => pieces))).toBeLessThanOrEqual(200)
  expect(new Set(written.map(([, turn]) => turn)).size).toBe(written.length)
  expect(await world.disk.executions.list(account, {}, { limit: 1 })).toMatchObject({ items: [{}] })
})
