import { expect, test } from 'vitest'
import type { StoredSchedule } from '../schedule-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function schedule(workflowId: string, triggerId: string, given: Partial<StoredSchedule> = {}): StoredSchedule {
  return { account, workflowId, triggerId, spec: '{"every":"1s"}', isPaused: false, ...given }
}

const full = {
  nextAt: 1.8e12,
  wakeAt: 1.8e12 + 500,
  isPaused: true,
  lastAt: 1.7e12,
  lastOutcome: 'skipped',
  lastMessage: 'ä "b"',
  lastExecutionId: 'e1',
} as const

const namesOf = (rows: readonly StoredSchedule[]) => rows.map(({ workflowId, triggerId }) => `${workflowId}.${triggerId}`)

export function conformsInSchedules(open: OpenStore): void {
  test(
    'a schedule comes back as it was put last, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      await store.schedules.put([schedule('w', 'a', full), schedule('w', 'b', full)])
      await store.schedules.put([schedule('w', 'b')])
      const again = reopen === undefined ? store : await reopen()
      expect(await again.schedules.get({ account, workflowId: 'w', triggerId: 'a' })).toStrictEqual(schedule('w', 'a', full))
      expect(await again.schedules.get({ account, workflowId: 'w', triggerId: 'b' })).toStrictEqual(schedule('w', 'b'))
      await again.schedules.delete({ account, workflowId: 'w', triggerId: 'a' })
      expect(await again.schedules.get({ account, workflowId: 'w', triggerId: 'a' })).toBeUndefined()
    }),
  )

  test(
    'list goes by workflow and trigger, page by page, and keeps to its account',
    withStore(open, async (store) => {
      await store.schedules.put([schedule('w1', 'b'), schedule('w1', 'a'), schedule('w', 'z'), schedule('w_1', 'a')])
      await store.schedules.put([schedule('w', 'a', { account: otherAccount })])
      for (const [filter, names] of [
        [{}, ['w.z', 'w1.a', 'w1.b', 'w_1.a']],
        [{ workflowId: 'w1' }, ['w1.a', 'w1.b']],
        [{ workflowId: 'w9' }, []],
      ] as const) {
        const found: string[] = []
        let cursor: string | undefined
        do {
          const page = await store.schedules.list(account, filter, { limit: 1, ...(cursor !== undefined && { cursor }) })
          found.push(...namesOf(page.items))
          cursor = page.nextCursor
        } while (cursor !== undefined)
        expect(found).toEqual(names)
      }
      await store.schedules.delete({ account, workflowId: 'w', triggerId: 'a' })
      expect(await store.schedules.get({ account: otherAccount, workflowId: 'w', triggerId: 'a' })).toBeDefined()
    }),
  )

  test(
    'due gives those whose time has come, of all accounts, soonest first',
    withStore(open, async (store) => {
      expect(await store.schedules.nextWake()).toBeUndefined()
      await store.schedules.put([
        schedule('w', 'late', { wakeAt: 30 }),
        schedule('w', 'soon', { wakeAt: 10 }),
        schedule('w', 'other', { wakeAt: 20, account: otherAccount }),
        schedule('w', 'never'),
      ])
      expect(await store.schedules.nextWake()).toBe(10)
      expect(namesOf(await store.schedules.due(9, 9))).toEqual([])
      expect(namesOf(await store.schedules.due(20, 9))).toEqual(['w.soon', 'w.other'])
      expect(namesOf(await store.schedules.due(99, 1))).toEqual(['w.soon'])
    }),
  )

  test(
    'a cursor of another list is refused',
    withStore(open, async (store) => {
      await expect(store.schedules.list(account, {}, { limit: 1, cursor: 'bm8' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
    }),
  )
}
