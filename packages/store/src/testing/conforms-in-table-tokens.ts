import { expect, test } from 'vitest'
import type { StoredTableToken } from '../table-token-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const token = (id: string, more: Partial<StoredTableToken> = {}): StoredTableToken => ({
  account,
  id,
  hash: `hash of ${id}`,
  principal: { id: 'ada', roles: ['editor', 'a "role"'] },
  createdAt: 1_800_000_000_000,
  ...more,
})

export function conformsInTableTokens(open: OpenStore): void {
  test(
    'a token is found by its hash until it is deleted, also in a store opened again',
    withStore(open, async (store, { reopen }) => {
      const lasting = token('a')
      const short = token('b', { principal: { id: null, roles: [] }, expiresAt: 1_800_000_000_500 })
      for (const one of [lasting, short, token('c', { account: otherAccount })]) await store.tableTokens.put(one)
      const { tableTokens } = reopen === undefined ? store : await reopen()
      expect(await tableTokens.find('hash of a')).toEqual(lasting)
      expect(await tableTokens.find('hash of b')).toEqual(short)
      expect(await tableTokens.find('hash of d')).toBeUndefined()
      const first = await tableTokens.list(account, { limit: 1 })
      expect(first.items).toEqual([lasting])
      expect(await tableTokens.list(account, { limit: 1, cursor: String(first.nextCursor) })).toEqual({ items: [short] })
      expect(await tableTokens.delete(otherAccount, 'a')).toBe(false)
      expect([await tableTokens.delete(account, 'a'), await tableTokens.delete(account, 'a')]).toEqual([true, false])
      expect(await tableTokens.find('hash of a')).toBeUndefined()
    }),
  )

  test(
    'those that have expired are forgotten, a few at a time, and lasting ones never',
    withStore(open, async ({ tableTokens }) => {
      for (const id of ['a', 'b', 'c']) await tableTokens.put(token(id, { expiresAt: 10 }))
      await tableTokens.put(token('d', { expiresAt: 20 }))
      await tableTokens.put(token('e'))
      expect([await tableTokens.forget(20, 2), await tableTokens.forget(20, 2), await tableTokens.forget(20, 2)]).toEqual([2, 1, 0])
      expect((await tableTokens.list(account, { limit: 10 })).items.map(({ id }) => id)).toEqual(['d', 'e'])
    }),
  )
}
