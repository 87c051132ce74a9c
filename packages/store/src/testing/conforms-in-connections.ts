import { expect, test } from 'vitest'
import type { ConnectionWrite } from '../connection-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function write(name: string, given: Partial<ConnectionWrite> = {}): ConnectionWrite {
  return { account, name, type: 'http.basic', values: { user: 'ada' }, sealed: 'sealed text', at: 1_000, ...given }
}

export function conformsInConnections(open: OpenStore): void {
  test(
    'a connection comes back as it was, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      const written = await store.connections.put(write('stripe'))
      const again = reopen === undefined ? store : await reopen()
      const { revision } = written as { revision: number }
      const expected = { account, name: 'stripe', type: 'http.basic', values: { user: 'ada' }, sealed: 'sealed text' }
      expect(written).toStrictEqual({ ...expected, revision, createdAt: 1_000, updatedAt: 1_000 })
      expect(await again.connections.get(account, 'stripe')).toStrictEqual(written)
      expect(await again.connections.get(account, 'unknown')).toBeUndefined()
    }),
  )

  test(
    'putting again replaces all but the time of creation, and gives a revision that never was',
    withStore(open, async (store) => {
      const first = await store.connections.put(write('stripe'))
      const second = await store.connections.put(write('stripe', { type: 'http.bearer', values: {}, sealed: 'other', at: 2_000 }))
      expect(second).toMatchObject({ type: 'http.bearer', values: {}, sealed: 'other', createdAt: 1_000, updatedAt: 2_000 })
      await store.connections.delete(account, 'stripe')
      const third = await store.connections.put(write('stripe', { at: 3_000 }))
      expect(third).toMatchObject({ createdAt: 3_000 })
      expect(new Set([first, second, third].map((one) => (one as { revision: number }).revision)).size).toBe(3)
    }),
  )

  test(
    'a write that expects another revision is a conflict and changes nothing',
    withStore(open, async (store) => {
      const first = await store.connections.put(write('stripe', { expected: 'missing' }))
      expect(await store.connections.put(write('stripe', { expected: 'missing', sealed: 'x' }))).toBe('conflict')
      const { revision } = first as { revision: number }
      expect(await store.connections.put(write('stripe', { expected: revision + 1, sealed: 'x' }))).toBe('conflict')
      expect(await store.connections.get(account, 'stripe')).toStrictEqual(first)
      expect(await store.connections.put(write('stripe', { expected: revision, sealed: 'y' }))).toMatchObject({ sealed: 'y' })
    }),
  )

  test(
    'list goes by name, page by page',
    withStore(open, async (store) => {
      for (const name of ['c', 'a', 'b_2', 'b']) await store.connections.put(write(name))
      const first = await store.connections.list(account, { limit: 3 })
      expect(first.items.map(({ name }) => name)).toEqual(['a', 'b', 'b_2'])
      const rest = await store.connections.list(account, { limit: 3, cursor: first.nextCursor ?? '' })
      expect([rest.items.map(({ name }) => name), rest.nextCursor]).toEqual([['c'], undefined])
    }),
  )

  test(
    'two accounts with the same names never meet',
    withStore(open, async (store) => {
      const ours = await store.connections.put(write('stripe'))
      await store.connections.put(write('stripe', { account: otherAccount, sealed: 'theirs' }))
      await store.connections.put(write('theirs', { account: otherAccount }))
      expect(await store.connections.get(account, 'stripe')).toStrictEqual(ours)
      expect(await store.connections.get(account, 'theirs')).toBeUndefined()
      expect((await store.connections.list(account, { limit: 9 })).items).toHaveLength(1)
      expect(await store.connections.delete(account, 'theirs')).toBe(false)
      expect(await store.connections.delete(account, 'stripe')).toBe(true)
      expect(await store.connections.delete(account, 'stripe')).toBe(false)
      expect(await store.connections.get(otherAccount, 'stripe')).toMatchObject({ sealed: 'theirs' })
    }),
  )
}
