import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { account, create, events, execution, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

async function publish(store: Store, sources: readonly string[], { isDraft, owner = account }: { isDraft?: true; owner?: string } = {}) {
  for (const [at, source] of sources.entries()) {
    await store.workflows.publish({ account: owner, id: 'w', source, at, ...(isDraft && { isDraft }) })
  }
}

async function versionsOf(store: Store, owner = account): Promise<readonly number[]> {
  const { items } = await store.workflows.versions(owner, 'w', { limit: 50 })
  return items.map(({ version }) => version)
}

async function dropAll(store: Store, keptBefore: number): Promise<number> {
  let dropped = 0
  let cursor: string | undefined
  do {
    const page = await store.retention.dropDrafts({ keptBefore, limit: 2, ...(cursor !== undefined && { cursor }) })
    dropped += page.dropped
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return dropped
}

const row = { workflowId: 'w', finishedAt: 2_000, status: 'success' } as const

export function conformsInDraftVersions(open: OpenStore): void {
  test(
    'a draft goes when no execution runs it, and no number is given twice',
    withStore(open, async (store, { reopen }) => {
      await publish(store, ['one'])
      await publish(store, ['a', 'b', 'c', 'd', 'e'], { isDraft: true })
      await publish(store, ['other', 'more'], { isDraft: true, owner: otherAccount })
      await store.executions.commit([
        create(execution('tested', { ...row, workflowVersion: 3, isTest: true }), events(1)),
        create(execution('replayed', { ...row, workflowVersion: 5, replayOf: 'tested' }), events(1)),
      ])
      expect(await dropAll(store, 100)).toBe(3)
      const again = reopen === undefined ? store : await reopen()
      expect(await versionsOf(again)).toEqual([6, 5, 3, 1])
      expect(await versionsOf(again, otherAccount)).toEqual([2])
      expect(await again.workflows.get(account, 'w', 2)).toBeUndefined()
      expect(await again.workflows.get(account, 'w', 5)).toMatchObject({ source: 'd', isDraft: true })
      expect(await again.workflows.get(account, 'w')).toMatchObject({ source: 'one' })
      await again.retention.remove({ account, ids: ['tested', 'replayed'], letters: 'kept' })
      expect(await dropAll(again, 100)).toBe(2)
      expect(await dropAll(again, 100)).toBe(0)
      expect(await versionsOf(again)).toEqual([6, 1])
      expect(await again.workflows.publish({ account, id: 'w', source: 'two', at: 1 })).toMatchObject({ version: 7 })
      expect(await dropAll(again, 100)).toBe(1)
      expect(await versionsOf(again)).toEqual([7, 1])
    }),
  )

  test(
    'a draft that was kept lately stays, also when it was known before',
    withStore(open, async (store) => {
      const keep = (source: string, at: number) => store.workflows.publish({ account, id: 'w', source, at, isDraft: true })
      await publish(store, ['one'])
      await keep('a', 10)
      await keep('b', 20)
      expect(await keep('b', 200)).toMatchObject({ version: 3, publishedAt: 200 })
      await keep('c', 30)
      expect(await dropAll(store, 100)).toBe(1)
      expect(await versionsOf(store)).toEqual([4, 3, 1])
      expect(await store.workflows.get(account, 'w', 3)).toMatchObject({ publishedAt: 200 })
    }),
  )
}
