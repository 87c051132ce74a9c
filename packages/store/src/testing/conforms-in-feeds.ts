import { expect, test } from 'vitest'
import type { ExecutionWrite, LogChunk } from '../execution-store.ts'
import type { Store } from '../store.ts'
import { account, append, commitOne, create, events, execution, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

async function wholeFeed(store: Store, from: number, limit: number): Promise<readonly LogChunk[]> {
  const chunks: LogChunk[] = []
  let position = from
  for (;;) {
    const part = await store.executions.feed(account, position, limit)
    expect(part.length).toBeLessThanOrEqual(limit)
    chunks.push(...part)
    const last = part.at(-1)
    if (last === undefined) return chunks
    position = last.position
  }
}

export function conformsInFeeds(open: OpenStore): void {
  test(
    'the log is complete and in order, whatever the chunks',
    withStore(open, async (store) => {
      await commitOne(store, create(execution('a'), events(3)))
      let after = 3
      for (const size of [1, 0, 20, 2, 9]) {
        await commitOne(store, append('a', { after, events: events(size, after) }))
        after += size
      }
      expect(await store.executions.log(account, 'a')).toStrictEqual(events(35))
      expect(await store.executions.log(account, 'unknown')).toEqual([])
    }),
  )

  test(
    'positions rise with each write that has events, and are 0 for the others',
    withStore(open, async (store) => {
      const outcomes = await store.executions.commit([
        create(execution('a'), events(1)),
        create(execution('b')),
        append('a', { after: 1, events: events(1, 1) }),
        append('a', { after: 2, patch: { status: 'waiting' } }),
        { type: 'wake', account, executionId: 'a', dueAt: 1 },
        create(execution('a', { account: otherAccount }), events(1)),
        append('b', { events: events(1) }),
      ])
      const positions = outcomes.map((outcome) => (outcome.type === 'written' ? outcome.position : Number.NaN))
      expect(positions.map((position) => position > 0)).toEqual([true, false, true, false, false, true, true])
      const rising = positions.filter((position) => position > 0)
      expect(rising).toEqual([...new Set(rising)].sort((a, b) => a - b))
    }),
  )

  test(
    'a refused write takes no place in the feed',
    withStore(open, async (store) => {
      await commitOne(store, create(execution('a'), events(1)))
      await commitOne(store, append('a', { fence: 2, after: 1, events: events(1, 1) }))
      await commitOne(store, create(execution('a'), events(1)))
      expect(await store.executions.feed(account, 0, 10)).toHaveLength(1)
    }),
  )

  test(
    'the feed gives the chunks as they were written, and resumes after any position',
    withStore(open, async (store) => {
      const writes: readonly ExecutionWrite[] = [
        create(execution('a'), events(2)),
        create(execution('b'), events(1)),
        create(execution('z', { account: otherAccount }), events(5)),
        append('a', { after: 2, events: events(3, 2) }),
        append('b', { after: 1, events: events(1, 1) }),
      ]
      const outcomes = await store.executions.commit(writes)
      const positions = outcomes.map((outcome) => (outcome.type === 'written' ? outcome.position : Number.NaN))
      const all = [
        { position: positions[0], executionId: 'a', after: 0, events: events(2) },
        { position: positions[1], executionId: 'b', after: 0, events: events(1) },
        { position: positions[3], executionId: 'a', after: 2, events: events(3, 2) },
        { position: positions[4], executionId: 'b', after: 1, events: events(1, 1) },
      ]
      for (const limit of [1, 2, 3, 100]) expect(await wholeFeed(store, 0, limit)).toStrictEqual(all)
      for (const [index, chunk] of all.entries()) {
        expect(await wholeFeed(store, chunk.position ?? 0, 2)).toStrictEqual(all.slice(index + 1))
      }
    }),
  )

  test(
    'a live reader that follows sees every event once',
    withStore(open, async (store) => {
      const seen: unknown[] = []
      let position = 0
      await commitOne(store, create(execution('a')))
      for (let after = 0; after < 30; after += 3) {
        await commitOne(store, append('a', { after, events: events(3, after) }))
        for (const chunk of await store.executions.feed(account, position, 2)) {
          seen.push(...chunk.events)
          position = chunk.position
        }
      }
      expect(seen).toStrictEqual(events(30))
    }),
  )

  test(
    'commits that are made at the same time all arrive, each at its own position',
    withStore(open, async (store) => {
      const batches = Array.from({ length: 20 }, (_, batch) =>
        store.executions.commit(Array.from({ length: 5 }, (_, index) => create(execution(`e${batch}-${index}`), events(1)))),
      )
      const outcomes = (await Promise.all(batches)).flat()
      expect(new Set(outcomes.map((outcome) => outcome.type === 'written' && outcome.position)).size).toBe(100)
      expect(await wholeFeed(store, 0, 30)).toHaveLength(100)
    }),
  )
}
