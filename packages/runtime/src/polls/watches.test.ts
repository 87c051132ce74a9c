import { createMemoryHost } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import type { PollTrigger } from './poll-trigger.ts'
import { createWatches } from './watches.ts'

const key = { account, workflowId: 'w', triggerId: 'new' }

/** Watches of sources that a test lets tell, and end. */
function opened() {
  const clock = createSimulatedClock()
  const nodes = createTestNodes()
  const looks: string[] = []
  const follows: {
    readonly source: string
    readonly news: () => void
    readonly signal: AbortSignal
    readonly end: PromiseWithResolvers<void>
  }[] = []
  const watches = createWatches({
    clock,
    host: () => createMemoryHost(clock.now),
    nodeType: (type) => nodes.registry.nodeType(type),
    onNews: ({ triggerId }) => void looks.push(triggerId),
  })
  const trigger = (source: string, isWatched = true): PollTrigger => ({
    id: 'new',
    type: 'watch',
    source,
    look: () => {
      throw new Error('Nobody looks here')
    },
    looking: {
      nodes: {},
      places: [],
      everyMs: 60_000,
      startsFrom: 'now',
      isBatch: false,
      read: () => ({ items: [], cursor: null, hasMore: false }),
      ...(isWatched && {
        watch: {
          nodeType: 'effect',
          run({ signal, onNews }) {
            const end = Promise.withResolvers<void>()
            signal.addEventListener('abort', () => end.reject(signal.reason))
            follows.push({ source, news: onNews, signal, end })
            return end.promise
          },
        },
      }),
    },
  })
  return { clock, watches, follows, looks, trigger }
}

test('much that comes together is one look, and what comes later is another', async () => {
  const { clock, watches, follows, looks, trigger } = opened()
  watches.keep(key, trigger('a'))
  for (let n = 0; n < 5; n++) follows[0]?.news()
  await clock.advance(1_000)
  expect(looks).toEqual(['new'])
  follows[0]?.news()
  await clock.advance(1_000)
  expect(looks).toEqual(['new', 'new'])
})

test('a source is followed once, and another one in its place', () => {
  const { watches, follows, trigger } = opened()
  for (const source of ['a', 'a', 'b']) watches.keep(key, trigger(source))
  expect(follows.map(({ source, signal }) => [source, signal.aborted])).toEqual([
    ['a', true],
    ['b', false],
  ])
  watches.keep(key, trigger('c', false))
  expect(follows.map(({ signal }) => signal.aborted)).toEqual([true, true])
})

test.each(['resolve', 'reject'] as const)('one that ends by itself (%s) is begun anew at the next call', async (how) => {
  const { clock, watches, follows, looks, trigger } = opened()
  watches.keep(key, trigger('a'))
  follows[0]?.news()
  if (how === 'resolve') follows[0]?.end.resolve()
  else follows[0]?.end.reject(new Error('Connection lost'))
  await settle()
  watches.keep(key, trigger('a'))
  expect(follows).toHaveLength(2)
  await clock.advance(1_000)
  expect(looks).toEqual([])
})

test('what is dropped tells no more, and nothing is left when all of it closes', async () => {
  const { clock, watches, follows, looks, trigger } = opened()
  watches.keep(key, trigger('a'))
  watches.keep({ ...key, triggerId: 'other' }, trigger('a'))
  follows[0]?.news()
  watches.drop(key)
  await watches.close()
  await clock.advance(1_000)
  expect([looks, follows.map(({ signal }) => signal.aborted)]).toEqual([[], [true, true]])
})
