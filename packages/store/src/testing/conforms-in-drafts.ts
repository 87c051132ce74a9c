import { expect, test } from 'vitest'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

export function conformsInDrafts(open: OpenStore): void {
  const draft = { account, id: 'w', source: 'id: [ # ä 💥\r\n', updatedAt: 5 }

  test(
    'a draft is written over the revision that was expected, and no revision comes twice',
    withStore(open, async (store, { reopen }) => {
      const first = await store.drafts.put({ ...draft, base: 2, expected: 'missing' })
      expect(await store.drafts.get(account, 'w')).toStrictEqual({ ...draft, base: 2, revision: first })
      expect(await store.drafts.put({ ...draft, expected: 'missing' })).toBe('conflict')
      const second = await store.drafts.put({ ...draft, source: '', updatedAt: 6, expected: Number(first) })
      expect(await store.drafts.put({ ...draft, expected: Number(first) })).toBe('conflict')
      expect(await store.drafts.delete(account, 'w')).toBe(true)
      expect(await store.drafts.delete(account, 'w')).toBe(false)
      expect(await store.drafts.put({ ...draft, expected: Number(second) })).toBe('conflict')
      const third = await store.drafts.put({ ...draft, expected: 'missing' })
      expect(new Set([first, second, third]).size).toBe(3)
      const again = reopen === undefined ? store : await reopen()
      expect(await again.drafts.get(account, 'w')).toStrictEqual({ ...draft, revision: third })
    }),
  )

  test(
    'drafts and entries of a canvas are of one account',
    withStore(open, async (store) => {
      for (const id of ['b', 'a']) await store.drafts.put({ ...draft, id, expected: 'missing' })
      await store.drafts.put({ ...draft, account: otherAccount, id: 'c', expected: 'missing' })
      await store.canvases.write(otherAccount, 'w', [{ part: 'pins', key: 'a', value: 1 }])
      expect(await store.drafts.ids(account)).toEqual(['a', 'b'])
      expect(await store.drafts.get(account, 'c')).toBeUndefined()
      expect(await store.canvases.read(account, 'w', ['pins'])).toEqual([])
    }),
  )

  test(
    'the last value of an entry of a canvas counts, and each part is read by itself',
    withStore(open, async (store, { reopen }) => {
      await store.canvases.write(account, 'w', [
        { part: 'nodes', key: 'b', value: { x: 1, y: -2.5 } },
        { part: 'nodes', key: 'a', value: { x: 0, y: 0 } },
        { part: 'pins', key: 'a', value: null },
        { part: 'pins', key: '__proto__', value: ['💥'] },
      ])
      await store.canvases.write(account, 'w', [
        { part: 'nodes', key: 'b', value: { x: 3, y: 4 } },
        { part: 'nodes', key: 'a' },
        { part: 'nodes', key: 'nobody' },
      ])
      await store.canvases.write(account, 'other', [{ part: 'nodes', key: 'z', value: 1 }])
      const again = reopen === undefined ? store : await reopen()
      expect(await again.canvases.read(account, 'w', ['nodes'])).toEqual([{ part: 'nodes', key: 'b', value: { x: 3, y: 4 } }])
      expect(await again.canvases.read(account, 'w', ['pins', 'nodes'])).toEqual([
        { part: 'nodes', key: 'b', value: { x: 3, y: 4 } },
        { part: 'pins', key: '__proto__', value: ['💥'] },
        { part: 'pins', key: 'a', value: null },
      ])
      expect(await again.canvases.read(account, 'w', [])).toEqual([])
    }),
  )
}
