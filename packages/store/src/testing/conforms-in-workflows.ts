import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Listed, Page } from '../execution-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

async function all<T>(list: (page: Page) => Promise<Listed<T>>, limit: number): Promise<readonly T[]> {
  const items: T[] = []
  let page: Listed<T> = await list({ limit })
  for (;;) {
    items.push(...page.items)
    if (page.nextCursor === undefined) return items
    page = await list({ limit, cursor: page.nextCursor })
  }
}

export function conformsInWorkflows(open: OpenStore): void {
  test(
    'publishing gives version 1, 2, … with the source byte for byte and its hash',
    withStore(open, async (store) => {
      const source = 'id: w # ä 💥\r\n\tname:  "x"\u0000\n\n'
      const first = await store.workflows.publish({ account, id: 'w', source, at: 5 })
      const hash = createHash('sha256').update(source).digest('hex')
      expect(first).toStrictEqual({ account, id: 'w', version: 1, source, hash, publishedAt: 5 })
      expect(await store.workflows.publish({ account, id: 'w', source: 'two', at: 6 })).toMatchObject({ version: 2, publishedAt: 6 })
      expect(await store.workflows.get(account, 'w', 1)).toStrictEqual(first)
    }),
  )

  test(
    'what the nodes prepared stays with its version',
    withStore(open, async (store) => {
      const prepared = { code: { modules: 'x'.repeat(200_000) }, __proto__x: null }
      const first = await store.workflows.publish({ account, id: 'w', source: 'one', at: 1, prepared })
      expect(first).toStrictEqual({ ...first, prepared })
      await store.workflows.publish({ account, id: 'w', source: 'two', at: 2 })
      expect(await store.workflows.get(account, 'w', 1)).toStrictEqual(first)
      expect(await store.workflows.get(account, 'w')).not.toHaveProperty('prepared')
      const { items } = await store.workflows.versions(account, 'w', { limit: 10 })
      expect(items.map((version) => version.prepared)).toEqual([undefined, prepared])
    }),
  )

  test(
    'the note of whoever published stays with its version',
    withStore(open, async (store, { reopen }) => {
      await store.workflows.publish({ account, id: 'w', source: 'one', at: 1, note: 'mends the 💥\nat night' })
      await store.workflows.publish({ account, id: 'w', source: 'two', at: 2 })
      await store.workflows.publish({ account, id: 'w', source: 'two', at: 3, note: 'comes too late' })
      const again = reopen === undefined ? store : await reopen()
      const { items } = await again.workflows.versions(account, 'w', { limit: 9 })
      expect(items.map(({ note }) => note)).toEqual([undefined, 'mends the 💥\nat night'])
      expect(await again.workflows.get(account, 'w')).not.toHaveProperty('note')
      expect((await again.workflows.list(account, { limit: 9 })).items).toMatchObject([{ version: 2 }])
    }),
  )

  test(
    'publishing the newest source again adds nothing, an older one again is a new version',
    withStore(open, async (store) => {
      const first = await store.workflows.publish({ account, id: 'w', source: 'one', at: 1 })
      expect(await store.workflows.publish({ account, id: 'w', source: 'one', at: 2 })).toStrictEqual(first)
      await store.workflows.publish({ account, id: 'w', source: 'two', at: 3 })
      expect(await store.workflows.publish({ account, id: 'w', source: 'one', at: 4 })).toMatchObject({ version: 3, publishedAt: 4 })
    }),
  )

  test(
    'what is unpublished is listed no more, keeps its versions, and goes on with the next number',
    withStore(open, async (store, { reopen }) => {
      const publish = (source: string) => store.workflows.publish({ account, id: 'w', source, at: 1 })
      expect(await store.workflows.unpublish(account, 'w')).toBeUndefined()
      const first = await publish('one')
      await store.workflows.publish({ account: otherAccount, id: 'w', source: 'other', at: 1 })
      expect(await store.workflows.unpublish(account, 'w')).toStrictEqual(first)
      const again = reopen === undefined ? store : await reopen()
      expect(await again.workflows.unpublish(account, 'w')).toBeUndefined()
      expect(await again.workflows.get(account, 'w')).toBeUndefined()
      expect(await again.workflows.get(account, 'w', 1)).toStrictEqual(first)
      expect((await again.workflows.list(account, { limit: 10 })).items).toEqual([])
      expect(await again.workflows.unpublishedIds(account)).toEqual(['w'])
      expect(await again.workflows.unpublishedIds(otherAccount)).toEqual([])
      expect((await again.workflows.versions(account, 'w', { limit: 10 })).items).toEqual([first])
      expect(await again.workflows.get(otherAccount, 'w')).toMatchObject({ source: 'other' })
      expect(await again.workflows.publish({ account, id: 'w', source: 'one', at: 2 })).toMatchObject({ version: 2 })
      expect(await again.workflows.get(account, 'w')).toMatchObject({ version: 2 })
      expect(await again.workflows.unpublishedIds(account)).toEqual([])
      expect((await again.workflows.list(account, { limit: 10 })).items).toHaveLength(1)
    }),
  )

  test(
    'a draft is numbered like a version, and is found by its number and among all versions alone',
    withStore(open, async (store, { reopen }) => {
      const publish = (source: string, isDraft?: true) =>
        store.workflows.publish({ account, id: 'w', source, at: 1, ...(isDraft && { isDraft }) })
      await publish('one')
      const draft = await publish('edited', true)
      expect(draft).toMatchObject({ version: 2, isDraft: true })
      expect(await publish('edited', true)).toStrictEqual(draft)
      expect(await publish('one', true)).toMatchObject({ version: 1 })
      const again = reopen === undefined ? store : await reopen()
      expect(await again.workflows.get(account, 'w')).toMatchObject({ version: 1 })
      expect(await again.workflows.get(account, 'w', 2)).toStrictEqual(draft)
      expect((await again.workflows.list(account, { limit: 9 })).items).toMatchObject([{ version: 1 }])
      expect(await again.workflows.publish({ account, id: 'w', source: 'one', at: 2 })).toMatchObject({ version: 1 })
      const published = await again.workflows.publish({ account, id: 'w', source: 'edited', at: 2 })
      expect(published).toMatchObject({ version: 3 })
      expect(published).not.toHaveProperty('isDraft')
      expect(await again.workflows.get(account, 'w')).toStrictEqual(published)
      const { items } = await again.workflows.versions(account, 'w', { limit: 9 })
      expect(items.map(({ version, isDraft }) => [version, isDraft])).toEqual([
        [3, undefined],
        [2, true],
        [1, undefined],
      ])
    }),
  )

  test(
    'versions have no gaps when many are published at once',
    withStore(open, async (store) => {
      const sources = Array.from({ length: 40 }, (_, index) => `source ${index % 20}`)
      const published = await Promise.all(sources.map((source, at) => store.workflows.publish({ account, id: 'w', source, at })))
      const versions = [...new Set(published.map(({ version }) => version))].sort((a, b) => a - b)
      expect(versions).toEqual(versions.map((_, index) => index + 1))
      expect(await all((page) => store.workflows.versions(account, 'w', page), 9)).toHaveLength(versions.length)
    }),
  )

  test(
    'get gives the newest version or the one asked for',
    withStore(open, async (store, { reopen }) => {
      for (const source of ['one', 'two', 'three']) await store.workflows.publish({ account, id: 'w', source, at: 1 })
      const again = reopen === undefined ? store : await reopen()
      expect(await again.workflows.get(account, 'w')).toMatchObject({ version: 3, source: 'three' })
      expect(await again.workflows.get(account, 'w', 2)).toMatchObject({ version: 2, source: 'two' })
      for (const version of [0, 4, 1.5]) expect(await again.workflows.get(account, 'w', version)).toBeUndefined()
      expect(await again.workflows.get(account, 'x')).toBeUndefined()
    }),
  )

  test(
    'list gives the newest version of each by id, versions all of one newest first, page by page',
    withStore(open, async (store) => {
      for (const id of ['c', 'a', 'b_2', 'b']) {
        for (const source of ['one', 'two', id]) await store.workflows.publish({ account, id, source, at: 1 })
      }
      for (const limit of [1, 2, 4, 5]) {
        const newest = await all((page) => store.workflows.list(account, page), limit)
        expect(newest.map(({ id, version, source }) => [id, version, source])).toEqual([
          ['a', 3, 'a'],
          ['b', 3, 'b'],
          ['b_2', 3, 'b_2'],
          ['c', 3, 'c'],
        ])
        const versions = await all((page) => store.workflows.versions(account, 'b', page), limit)
        expect(versions.map(({ id, version }) => [id, version])).toEqual([
          ['b', 3],
          ['b', 2],
          ['b', 1],
        ])
      }
      expect(await store.workflows.versions(account, 'unknown', { limit: 5 })).toStrictEqual({ items: [] })
    }),
  )

  test(
    'two accounts with the same workflow ids never meet',
    withStore(open, async (store) => {
      await store.workflows.publish({ account, id: 'w', source: 'ours', at: 1 })
      const theirs = await store.workflows.publish({ account: otherAccount, id: 'w', source: 'theirs', at: 1 })
      await store.workflows.publish({ account: otherAccount, id: 'x', source: 'theirs', at: 1 })
      expect(theirs).toMatchObject({ version: 1, account: otherAccount })
      expect(await store.workflows.get(account, 'w')).toMatchObject({ source: 'ours' })
      expect(await store.workflows.get(account, 'x')).toBeUndefined()
      expect((await store.workflows.list(account, { limit: 9 })).items).toHaveLength(1)
      expect((await store.workflows.versions(account, 'x', { limit: 9 })).items).toEqual([])
    }),
  )
}
