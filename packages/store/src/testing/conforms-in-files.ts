import { expect, test } from 'vitest'
import type { StoredFile } from '../file-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function file(id: string, given: Partial<StoredFile> = {}): StoredFile {
  return { account, id, name: 'ä "b".pdf', mediaType: 'application/pdf', size: 12, sha256: 'ab', createdAt: 1_000, ...given }
}

export function conformsInFiles(open: OpenStore): void {
  test(
    'what is known of a file comes back as it was, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      await store.files.put(file('f_1'))
      await store.files.put(file('f_2', { executionId: 'e1', size: 5e12 }))
      const again = reopen === undefined ? store : await reopen()
      expect(await again.files.get(account, 'f_1')).toStrictEqual(file('f_1'))
      expect(await again.files.get(account, 'f_2')).toStrictEqual(file('f_2', { executionId: 'e1', size: 5e12 }))
      expect(await again.files.get(account, 'f_3')).toBeUndefined()
    }),
  )

  test(
    'list gives the newest first, page by page, all or those of one execution',
    withStore(open, async (store) => {
      await store.files.put(file('b', { createdAt: 2, executionId: 'e1' }))
      await store.files.put(file('a', { createdAt: 2 }))
      await store.files.put(file('c', { createdAt: 1, executionId: 'e1' }))
      await store.files.put(file('d', { createdAt: 3, executionId: 'e2' }))
      for (const [filter, ids] of [
        [{}, ['d', 'b', 'a', 'c']],
        [{ executionId: 'e1' }, ['b', 'c']],
        [{ executionId: 'e9' }, []],
      ] as const) {
        const found: string[] = []
        let cursor: string | undefined
        do {
          const page = await store.files.list(account, filter, { limit: 1, ...(cursor !== undefined && { cursor }) })
          found.push(...page.items.map(({ id }) => id))
          cursor = page.nextCursor
        } while (cursor !== undefined)
        expect(found).toEqual(ids)
      }
    }),
  )

  test(
    'give makes files of one execution those of another, and of no third',
    withStore(open, async (store) => {
      for (const [id, executionId] of Object.entries({ f_1: 'e1', f_2: 'e1', f_3: 'e1', f_4: 'e2' }))
        await store.files.put(file(id, { executionId }))
      await store.files.put(file('f_5'))
      await store.files.give(account, ['f_1', 'f_2', 'f_4', 'f_5', 'f_6'], { from: 'e1', to: 'e9' })
      await store.files.give(account, [], { from: 'e1', to: 'e9' })
      await store.files.give(otherAccount, ['f_3'], { from: 'e1', to: 'e9' })
      const idsOf = async (executionId: string) =>
        (await store.files.list(account, { executionId }, { limit: 9 })).items.map(({ id }) => id).sort()
      expect([await idsOf('e9'), await idsOf('e1'), await idsOf('e2')]).toEqual([['f_1', 'f_2'], ['f_3'], ['f_4']])
      expect(await store.files.get(account, 'f_1')).toStrictEqual(file('f_1', { executionId: 'e9' }))
      expect(await store.files.get(account, 'f_5')).toStrictEqual(file('f_5'))
    }),
  )

  test(
    'another account neither sees nor deletes a file',
    withStore(open, async (store) => {
      await store.files.put(file('f_1', { executionId: 'e1' }))
      expect(await store.files.get(otherAccount, 'f_1')).toBeUndefined()
      expect((await store.files.list(otherAccount, {}, { limit: 9 })).items).toEqual([])
      expect((await store.files.list(otherAccount, { executionId: 'e1' }, { limit: 9 })).items).toEqual([])
      expect(await store.files.delete(otherAccount, 'f_1')).toBe(false)
      expect(await store.files.delete(account, 'f_1')).toBe(true)
      expect(await store.files.delete(account, 'f_1')).toBe(false)
      expect(await store.files.get(account, 'f_1')).toBeUndefined()
    }),
  )
}
