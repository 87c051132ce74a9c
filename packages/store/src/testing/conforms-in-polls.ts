import { expect, test } from 'vitest'
import type { FoundItem, PollKey, StoredPoll } from '../poll-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function poll(workflowId: string, triggerId: string, given: Partial<StoredPoll> = {}): StoredPoll {
  return { account, workflowId, triggerId, source: '{"url":"x"}', isPaused: false, isCaughtUp: false, seen: [], failures: 0, ...given }
}

const full = {
  wakeAt: 1.8e12 + 500,
  isPaused: true,
  isCaughtUp: true,
  cursor: { uid: 7, after: ['ä', null] },
  seen: ['a', 'b'],
  isBeginning: true,
  lastAt: 1.7e12,
  lastOutcome: 'failed',
  lastMessage: 'ä "b"',
  failures: 3,
  lastExecutionId: 'e1',
} as const satisfies Partial<StoredPoll>

const item = (place: number): FoundItem => ({ place, id: `e${place}`, data: { item: { n: place, text: 'ä "b"' } } })

const namesOf = (rows: readonly PollKey[]) => rows.map(({ workflowId, triggerId }) => `${workflowId}.${triggerId}`)

export function conformsInPolls(open: OpenStore): void {
  test(
    'a poll comes back as it was put last, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      for (const one of [poll('w', 'a', full), poll('w', 'b', full), poll('w', 'b', { cursor: null })]) await store.polls.put(one)
      const again = reopen === undefined ? store : await reopen()
      expect(await again.polls.get({ account, workflowId: 'w', triggerId: 'a' })).toStrictEqual(poll('w', 'a', full))
      expect(await again.polls.get({ account, workflowId: 'w', triggerId: 'b' })).toStrictEqual(poll('w', 'b', { cursor: null }))
      await again.polls.delete({ account, workflowId: 'w', triggerId: 'a' })
      expect(await again.polls.get({ account, workflowId: 'w', triggerId: 'a' })).toBeUndefined()
    }),
  )

  test(
    'a list has all but what may be large, and counts what is not begun',
    withStore(open, async (store) => {
      for (const one of [poll('w', 'a', full), poll('w', 'b')]) await store.polls.put(one)
      for (const triggerId of ['a', 'b']) await store.polls.addFound({ account, workflowId: 'w', triggerId }, [item(1), item(2)])
      const { items } = await store.polls.list(account, {}, { limit: 9 })
      const { cursor: _, seen: __, ...listed } = poll('w', 'a', full)
      expect(items[0]).toStrictEqual({ ...listed, pending: 2 })
      expect(items[1]).toMatchObject({ triggerId: 'b', pending: 0 })
      expect(items[1]).not.toHaveProperty('seen')
    }),
  )

  test(
    'what was found comes back in its order, piece by piece, until it is forgotten or its poll is deleted',
    withStore(open, async (store, { reopen }) => {
      const key = { account, workflowId: 'w', triggerId: 'a' }
      for (const one of [poll('w', 'a'), poll('w', 'b')]) await store.polls.put(one)
      await store.polls.addFound(key, [item(0), item(2)])
      await store.polls.addFound(key, [item(10), item(1)])
      for (const other of [
        { ...key, triggerId: 'b' },
        { ...key, account: otherAccount },
      ])
        await store.polls.addFound(other, [item(7)])
      const { polls } = reopen === undefined ? store : await reopen()
      expect(await polls.found(key, 3)).toStrictEqual([item(0), item(1), item(2)])
      expect(await polls.countFound(key)).toBe(4)
      await polls.forgetFound(key, [0, 2, 99])
      await polls.forgetFound(key, [])
      expect(await polls.found(key, 9)).toStrictEqual([item(1), item(10)])
      await polls.delete(key)
      expect([await polls.found(key, 9), await polls.countFound(key)]).toEqual([[], 0])
      expect(await polls.found({ ...key, triggerId: 'b' }, 9)).toStrictEqual([item(7)])
      expect(await polls.found({ ...key, account: otherAccount }, 9)).toStrictEqual([item(7)])
    }),
  )

  test(
    'list goes by workflow and trigger, page by page, and keeps to its account',
    withStore(open, async (store) => {
      for (const [workflow, trigger] of ['w1 b', 'w1 a', 'w z', 'w_1 a'].map((name) => name.split(' '))) {
        await store.polls.put(poll(workflow ?? '', trigger ?? ''))
      }
      await store.polls.put(poll('w', 'a', { account: otherAccount }))
      for (const [filter, names] of [
        [{}, ['w.z', 'w1.a', 'w1.b', 'w_1.a']],
        [{ workflowId: 'w1' }, ['w1.a', 'w1.b']],
        [{ workflowId: 'w9' }, []],
      ] as const) {
        const found: string[] = []
        let cursor: string | undefined
        do {
          const page = await store.polls.list(account, filter, { limit: 1, ...(cursor !== undefined && { cursor }) })
          found.push(...namesOf(page.items))
          cursor = page.nextCursor
        } while (cursor !== undefined)
        expect(found).toEqual(names)
      }
      await store.polls.delete({ account, workflowId: 'w', triggerId: 'a' })
      expect(await store.polls.get({ account: otherAccount, workflowId: 'w', triggerId: 'a' })).toBeDefined()
    }),
  )

  test(
    'due gives those whose time has come, of all accounts, soonest first',
    withStore(open, async (store) => {
      expect(await store.polls.nextWake(0)).toBeUndefined()
      for (const one of [
        poll('w', 'late', { wakeAt: 30 }),
        poll('w', 'soon', { wakeAt: 10 }),
        poll('w', 'other', { wakeAt: 20, account: otherAccount }),
        poll('w', 'never'),
      ]) {
        await store.polls.put(one)
      }
      expect(await store.polls.nextWake(9)).toBe(10)
      expect(await store.polls.nextWake(10)).toBe(20)
      expect(namesOf(await store.polls.due(9, 9))).toEqual([])
      expect(namesOf(await store.polls.due(20, 9))).toEqual(['w.soon', 'w.other'])
      expect(namesOf(await store.polls.due(99, 1))).toEqual(['w.soon'])
    }),
  )

  test(
    'a cursor of another list is refused',
    withStore(open, async (store) => {
      await expect(store.polls.list(account, {}, { limit: 1, cursor: 'bm8' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
    }),
  )
}
