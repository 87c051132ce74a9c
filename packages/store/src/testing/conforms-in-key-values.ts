import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { Listed, Page } from '../execution-store.ts'
import type { StoredValue } from '../value-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const space = 'workflow:orders'
const at = 1_000
const place = (key: string) => ({ account, space, key })

async function allKeys(list: (page: Page) => Promise<Listed<StoredValue>>, limit: number): Promise<readonly string[]> {
  const keys: string[] = []
  let page: Listed<StoredValue> = await list({ limit })
  for (;;) {
    keys.push(...page.items.map(({ key }) => key))
    if (page.nextCursor === undefined) return keys
    page = await list({ limit, cursor: page.nextCursor })
  }
}

export function conformsInKeyValues(open: OpenStore): void {
  test(
    'a value comes back as it was, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      const values: readonly Json[] = [null, false, 0, '', 'ä\u0000💥', [1, [{}]], { a: { b: [1e308, -1] } }]
      for (const [index, value] of values.entries()) await store.values.put({ ...place(`k${index}`), value, at })
      const again = reopen === undefined ? store : await reopen()
      for (const [index, value] of values.entries()) expect((await again.values.get(place(`k${index}`), at))?.value).toStrictEqual(value)
      expect(await again.values.get(place('unknown'), at)).toBeUndefined()
    }),
  )

  test(
    'what is read back is not the object that was given',
    withStore(open, async (store) => {
      const value = { list: [1] }
      await store.values.put({ ...place('k'), value, at })
      value.list.push(2)
      expect((await store.values.get(place('k'), at))?.value).toEqual({ list: [1] })
    }),
  )

  test(
    'a write that expects what is there is made, any other is a conflict and changes nothing',
    withStore(open, async (store) => {
      const first = await store.values.put({ ...place('k'), value: 1, at, expected: 'missing' })
      expect(await store.values.put({ ...place('k'), value: 2, at, expected: 'missing' })).toBe('conflict')
      const second = await store.values.put({ ...place('k'), value: 2, at, expected: first as number })
      expect(await store.values.put({ ...place('k'), value: 3, at, expected: first as number })).toBe('conflict')
      expect(await store.values.put({ ...place('other'), value: 3, at, expected: 99_999 })).toBe('conflict')
      expect(await store.values.get(place('k'), at)).toStrictEqual({ key: 'k', value: 2, revision: second })
      expect(await store.values.delete(place('k'), at, first as number)).toBe('conflict')
      expect(await store.values.delete(place('k'), at, second as number)).toBe(true)
    }),
  )

  test(
    'a revision never comes again, not even after a delete',
    withStore(open, async (store, { reopen }) => {
      const first = await store.values.put({ ...place('k'), value: 1, at })
      await store.values.delete(place('k'), at)
      const again = reopen === undefined ? store : await reopen()
      await again.values.put({ ...place('k'), value: 1, at })
      expect(await again.values.put({ ...place('k'), value: 2, at, expected: first as number })).toBe('conflict')
    }),
  )

  test(
    'an expired value is missing: to reads, lists, deletes and expectations',
    withStore(open, async (store) => {
      const revision = await store.values.put({ ...place('k'), value: 1, at, expiresAt: 2_000 })
      expect(await store.values.get(place('k'), 1_999)).toStrictEqual({ key: 'k', value: 1, revision, expiresAt: 2_000 })
      expect(await store.values.get(place('k'), 2_000)).toBeUndefined()
      expect((await store.values.list({ account, space }, { limit: 9 }, 2_000)).items).toEqual([])
      expect(await store.values.put({ ...place('k'), value: 2, at: 2_000, expected: revision as number })).toBe('conflict')
      expect(await store.values.delete(place('k'), 2_000, revision as number)).toBe('conflict')
      expect(await store.values.delete(place('k'), 2_000)).toBe(false)
      await store.values.put({ ...place('k'), value: 1, at, expiresAt: 2_000 })
      const second = await store.values.put({ ...place('k'), value: 3, at: 2_000, expected: 'missing' })
      expect(await store.values.get(place('k'), 9e15)).toStrictEqual({ key: 'k', value: 3, revision: second })
    }),
  )

  test(
    'purge deletes what has expired, no more than it was asked to, and nothing else',
    withStore(open, async (store) => {
      for (const index of [1, 2, 3]) await store.values.put({ ...place(`k${index}`), value: 1, at, expiresAt: 2_000 })
      await store.values.put({ ...place('later'), value: 1, at, expiresAt: 3_000 })
      await store.values.put({ ...place('for ever'), value: 1, at })
      expect(await store.values.purge(2_000, 2)).toBe(2)
      expect(await store.values.purge(2_000, 2)).toBe(1)
      expect(await store.values.purge(2_000, 2)).toBe(0)
      expect(await allKeys((page) => store.values.list({ account, space }, page, at), 9)).toEqual(['for ever', 'later'])
    }),
  )

  test(
    'list goes by the bytes of the keys, page by page, within the prefix',
    withStore(open, async (store) => {
      const keys = ['a', 'a/1', 'a/10', 'a/2', 'a/ä', 'a/\uffff', 'a/💥', 'a0', 'b', 'A/1', 'a/\u{10ffff}x']
      for (const key of keys) await store.values.put({ ...place(key), value: key, at })
      const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      for (const limit of [1, 2, 5, 11, 12]) {
        expect(await allKeys((page) => store.values.list({ account, space }, page, at), limit)).toEqual(sorted)
        const within = await allKeys((page) => store.values.list({ account, space, prefix: 'a/' }, page, at), limit)
        expect(within).toEqual(sorted.filter((key) => key.startsWith('a/')))
      }
      expect((await store.values.list({ account, space, prefix: 'c' }, { limit: 3 }, at)).items).toEqual([])
    }),
  )

  test(
    'of two writers that expect the same only one comes through',
    withStore(open, async (store) => {
      const outcomes = await Promise.all(
        [1, 2, 3, 4].map((value) => store.values.put({ ...place('k'), value, at, expected: 'missing' as const })),
      )
      expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(3)
    }),
  )

  test(
    'keys that are none and values beyond 1 MiB are refused',
    withStore(open, async (store) => {
      for (const key of ['', 'k'.repeat(513), '\ud800']) {
        await expect(store.values.put({ ...place(key), value: 1, at })).rejects.toMatchObject({ code: 'VALUE_KEY_INVALID' })
      }
      await store.values.put({ ...place('k'.repeat(512)), value: 'x'.repeat(1024 * 1024 - 2), at })
      for (const value of ['x'.repeat(1024 * 1024 - 1), 'ä'.repeat(512 * 1024)]) {
        await expect(store.values.put({ ...place('k'), value, at })).rejects.toMatchObject({ code: 'VALUE_TOO_LARGE' })
      }
      expect(await store.values.get(place('k'), at)).toBeUndefined()
    }),
  )

  test(
    'accounts and spaces with the same keys never meet',
    withStore(open, async (store) => {
      await store.values.put({ ...place('k'), value: 'ours', at })
      await store.values.put({ account: otherAccount, space, key: 'k', value: 'theirs', at })
      await store.values.put({ account, space: 'account', key: 'k', value: 'shared', at })
      await store.values.put({ account: otherAccount, space, key: 'x', value: 'theirs', at })
      expect((await store.values.get(place('k'), at))?.value).toBe('ours')
      expect(await store.values.get(place('x'), at)).toBeUndefined()
      expect(await allKeys((page) => store.values.list({ account, space }, page, at), 9)).toEqual(['k'])
      expect(await store.values.delete({ account: otherAccount, space: 'account', key: 'k' }, at)).toBe(false)
      expect((await store.values.get({ account, space: 'account', key: 'k' }, at))?.value).toBe('shared')
    }),
  )
}
