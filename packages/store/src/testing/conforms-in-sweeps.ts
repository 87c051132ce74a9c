import { expect, test } from 'vitest'
import { account, append, commitOne, events, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

export function conformsInSweeps(open: OpenStore): void {
  const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id)

  test(
    'fences are never given out twice',
    withStore(open, async (store) => {
      const fences = await Promise.all(Array.from({ length: 50 }, () => store.executions.nextFence()))
      expect(new Set(fences).size).toBe(50)
      const highest = Math.max(...fences)
      expect(await store.executions.nextFence()).toBeGreaterThan(highest)
    }),
  )

  test(
    'claiming shuts the old owner out',
    withStore(open, async (store) => {
      await fill(store, [execution('a')], 1)
      expect(await store.executions.claim(account, 'a', 2)).toBe(true)
      expect(await commitOne(store, append('a', { fence: 1, events: events(1) }))).toEqual({ type: 'fenced' })
      expect(await commitOne(store, append('a', { fence: 2, events: events(1) }))).toMatchObject({ type: 'written' })
    }),
  )

  test(
    'claiming confirms an equal fence and fails for a lower one, a finished, an unknown or another account’s execution',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b', { status: 'success' })], 5)
      expect(await store.executions.claim(account, 'a', 5)).toBe(true)
      expect(await store.executions.claim(account, 'a', 4)).toBe(false)
      expect(await store.executions.claim(account, 'b', 9)).toBe(false)
      expect(await store.executions.claim(account, 'nobody', 9)).toBe(false)
      expect(await store.executions.claim(otherAccount, 'a', 9)).toBe(false)
      expect(await commitOne(store, append('a', { fence: 5, events: events(1) }))).toMatchObject({ type: 'written' })
    }),
  )

  test(
    'of many who claim at once, the greatest fence wins',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b')])
      await Promise.all(Array.from({ length: 20 }, (_, index) => store.executions.claim(account, index % 2 ? 'a' : 'b', 40 - index)))
      for (const [id, fence] of [
        ['a', 39],
        ['b', 40],
      ] as const) {
        expect(await commitOne(store, append(id, { fence: fence - 2, events: events(1) }))).toEqual({ type: 'fenced' })
        expect(await commitOne(store, append(id, { fence, events: events(1) }))).toMatchObject({ type: 'written' })
      }
    }),
  )

  test(
    'forgotten is what runs or waits, and has no due time, no registered wait and no called execution that goes on',
    withStore(open, async (store) => {
      const called = (parentId: string) => ({ parent: { executionId: parentId, step: 'call' } })
      await fill(store, [
        execution('runs'),
        execution('theirs', { account: otherAccount, status: 'waiting' }),
        execution('due', { status: 'waiting', dueAt: 1 }),
        execution('paused', { status: 'paused' }),
        execution('queued', { status: 'queued' }),
        execution('done', { status: 'success' }),
        execution('listens', { status: 'waiting' }),
        execution('calls', { status: 'waiting' }),
        execution('called', { status: 'waiting', dueAt: 1, ...called('calls') }),
        execution('called in vain', { status: 'waiting' }),
        execution('has ended', { status: 'failed', ...called('called in vain') }),
      ])
      const begun = [{ step: 's', channel: 'event', key: 'paid', since: 1 }] as const
      await commitOne(store, append('listens', { waits: { begun, ended: [] } }))
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await store.executions.forgotten(2, cursor)
        found.push(...ids(page.items))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      expect(found.sort()).toEqual(['called in vain', 'runs', 'theirs'])
    }),
  )

  test(
    'due gives unfinished executions of all accounts whose time has come, soonest first',
    withStore(open, async (store) => {
      await fill(store, [
        execution('later', { dueAt: 101 }),
        execution('now', { dueAt: 100, status: 'waiting' }),
        execution('early', { dueAt: 5, status: 'queued' }),
        execution('theirs', { dueAt: 50, account: otherAccount }),
        execution('finished', { dueAt: 1, status: 'failed' }),
        execution('none'),
      ])
      expect(ids(await store.executions.due(100, 10))).toEqual(['early', 'theirs', 'now'])
      expect(ids(await store.executions.due(100, 2))).toEqual(['early', 'theirs'])
      expect(await store.executions.due(4, 10)).toEqual([])
      expect((await store.executions.due(100, 10))[1]).toStrictEqual(execution('theirs', { dueAt: 50, account: otherAccount }))
    }),
  )

  test(
    'sleeping gives all that waits for a time, page by page, whatever is written meanwhile',
    withStore(open, async (store) => {
      await fill(store, [
        execution('b', { status: 'waiting', dueAt: 50 }),
        execution('a', { status: 'waiting', dueAt: 50 }),
        execution('a', { account: otherAccount, status: 'paused', dueAt: 50 }),
        execution('late', { status: 'waiting', dueAt: 1e15 }),
        execution('early', { status: 'waiting', dueAt: -5 }),
        execution('runs', { dueAt: 7 }),
        execution('queued', { status: 'queued', dueAt: 8 }),
        execution('listens', { status: 'waiting' }),
        execution('ended', { status: 'success', dueAt: 9 }),
      ])
      const first = await store.executions.sleeping(2)
      const sameTime = account < otherAccount ? ['a', 'b', 'a'] : ['a', 'a', 'b']
      await commitOne(store, append('early', { patch: { dueAt: 1 } }))
      const second = await store.executions.sleeping(2, first.nextCursor)
      const third = await store.executions.sleeping(2, second.nextCursor)
      expect(ids([...first.items, ...second.items, ...third.items])).toEqual(['early', ...sameTime, 'late'])
      expect(third.nextCursor).toBeUndefined()
      expect(first.items[0]).toStrictEqual(execution('early', { status: 'waiting', dueAt: -5 }))
    }),
  )

  test(
    'nextDue is the earliest due time of what is unfinished, later than the one that is given',
    withStore(open, async (store) => {
      expect(await store.executions.nextDue(0)).toBeUndefined()
      await fill(store, [execution('a', { dueAt: 70 }), execution('b', { dueAt: 60, account: otherAccount }), execution('c')])
      await fill(store, [execution('d', { dueAt: 1, status: 'canceled' })])
      expect(await store.executions.nextDue(59.5)).toBe(60)
      expect(await store.executions.nextDue(60)).toBe(70)
      expect(await store.executions.nextDue(70)).toBeUndefined()
      await commitOne(store, append('b', { account: otherAccount, patch: { dueAt: null } }))
      expect(await store.executions.nextDue(0)).toBe(70)
      await commitOne(store, append('a', { patch: { status: 'success' } }))
      expect(await store.executions.nextDue(0)).toBeUndefined()
      await commitOne(store, { type: 'wake', account, executionId: 'c', dueAt: 3 })
      expect(await store.executions.nextDue(0)).toBe(3)
    }),
  )

  test(
    'unfinished gives what a dead owner left, and a claimed page makes room for the next',
    withStore(open, async (store) => {
      await fill(store, [execution('c', { startedAt: 3 }), execution('a', { startedAt: 1 }), execution('due', { dueAt: 9 })], 1)
      await fill(store, [execution('b', { startedAt: 2, account: otherAccount }), execution('end', { status: 'crashed' })], 1)
      await fill(store, [execution('second', { startedAt: 0, status: 'paused' })], 2)
      await fill(store, [execution('mine', { startedAt: 0 })], 3)
      expect(ids(await store.executions.unfinished(3, 10))).toEqual(['a', 'b', 'c', 'second'])
      expect(ids(await store.executions.unfinished(2, 10))).toEqual(['a', 'b', 'c'])
      expect(await store.executions.unfinished(1, 10)).toEqual([])
      const page = await store.executions.unfinished(3, 3)
      expect(ids(page)).toEqual(['a', 'b', 'c'])
      for (const { account: owner, id } of page) expect(await store.executions.claim(owner, id, 3)).toBe(true)
      expect(ids(await store.executions.unfinished(3, 3))).toEqual(['second'])
    }),
  )

  test(
    'an execution that is finished by an append is swept no more',
    withStore(open, async (store) => {
      await fill(store, [execution('a', { dueAt: 1 }), execution('b')])
      await store.executions.commit(['a', 'b'].map((id) => append(id, { patch: { status: 'timed_out' } })))
      expect(await store.executions.due(10, 10)).toEqual([])
      expect(await store.executions.unfinished(9, 10)).toEqual([])
    }),
  )
}
