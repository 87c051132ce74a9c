import { expect, test } from 'vitest'
import { account, append, commitOne, create, events, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

export function conformsInCommits(open: OpenStore): void {
  test(
    'what follows a write is created with it, and not without it',
    withStore(open, async (store) => {
      await fill(store, [execution('a')])
      const follow = (id: string) => ({ type: 'create' as const, fence: 1, execution: execution(id), events: events(1) })
      expect(await commitOne(store, append('a', { fence: 9, follow: follow('no') }))).toEqual({ type: 'fenced' })
      expect(await store.executions.get(account, 'no')).toBeUndefined()
      expect(await commitOne(store, append('a', { events: events(1), follow: follow('yes') }))).toMatchObject({ type: 'written' })
      expect(await store.executions.log(account, 'yes')).toEqual(events(1))
      await store.executions.commit([{ type: 'create', fence: 1, execution: execution('b'), events: [], follow: follow('also') }])
      expect(await store.executions.get(account, 'also')).toEqual(execution('also'))
    }),
  )

  test(
    'what follows leaves an execution that exists as it is',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b', { workflowId: 'first' })])
      const follow = { type: 'create' as const, fence: 1, execution: execution('b'), events: events(3) }
      expect(await commitOne(store, append('a', { events: events(1), follow }))).toMatchObject({ type: 'written' })
      expect(await store.executions.get(account, 'b')).toMatchObject({ workflowId: 'first' })
      expect(await store.executions.log(account, 'b')).toEqual([])
    }),
  )

  const written = { type: 'written', position: expect.any(Number) }

  test(
    'a created execution is there, whole',
    withStore(open, async (store) => {
      const whole = execution('a', {
        status: 'waiting',
        startedAt: 12.5,
        finishedAt: 99,
        dueAt: 1e308,
        error: { code: 'X', class: 'fatal', message: 'no 💥', details: { at: [1, null] }, step: 'each[3].ship' },
        parent: { executionId: 'p', step: 'call' },
      })
      expect(await commitOne(store, create(whole, events(2)))).toEqual(written)
      expect(await store.executions.get(account, 'a')).toStrictEqual(whole)
      expect(await store.executions.get(account, 'b')).toBeUndefined()
    }),
  )

  test(
    'an execution without the optional fields comes back without them',
    withStore(open, async (store) => {
      await fill(store, [execution('a')])
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a'))
    }),
  )

  test(
    'an empty batch is no work',
    withStore(open, async (store) => {
      expect(await store.executions.commit([])).toEqual([])
    }),
  )

  test(
    'creating an id that exists changes nothing',
    withStore(open, async (store) => {
      await commitOne(store, create(execution('a'), events(1)))
      expect(await commitOne(store, create(execution('a', { workflowId: 'other' }), events(3), 9))).toEqual({ type: 'exists' })
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a'))
      expect(await store.executions.log(account, 'a')).toStrictEqual(events(1))
      expect(await commitOne(store, append('a', { after: 1, events: events(1, 1) }))).toEqual(written)
    }),
  )

  test(
    'a batch is written in order, and a later write sees the earlier ones',
    withStore(open, async (store) => {
      const outcomes = await store.executions.commit([
        append('a', { after: 1 }),
        create(execution('a'), events(1)),
        create(execution('a')),
        append('a', { after: 1, events: events(2, 1), patch: { status: 'waiting', dueAt: 50 } }),
        { type: 'wake', account, executionId: 'a', dueAt: 7 },
        append('a', { after: 3, patch: { status: 'success', finishedAt: 60, dueAt: null } }),
      ])
      expect(outcomes.map(({ type }) => type)).toEqual(['fenced', 'written', 'exists', 'written', 'written', 'written'])
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { status: 'success', finishedAt: 60 }))
      expect(await store.executions.log(account, 'a')).toStrictEqual(events(3))
    }),
  )

  test(
    'a refused write does not harm the others',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b'), execution('c')])
      const outcomes = await store.executions.commit([
        append('a', { events: events(1) }),
        append('b', { events: events(1), fence: 2, patch: { status: 'failed' } }),
        create(execution('c')),
        append('c', { events: events(1), patch: { status: 'waiting' } }),
      ])
      expect(outcomes.map(({ type }) => type)).toEqual(['written', 'fenced', 'exists', 'written'])
      expect(await store.executions.log(account, 'a')).toHaveLength(1)
      expect(await store.executions.log(account, 'b')).toHaveLength(0)
      expect(await store.executions.get(account, 'b')).toStrictEqual(execution('b'))
      expect(await store.executions.get(account, 'c')).toMatchObject({ status: 'waiting' })
    }),
  )

  test(
    'an append is refused for a lower fence, a higher fence and an unknown execution',
    withStore(open, async (store) => {
      await fill(store, [execution('a')], 5)
      for (const fence of [4, 6]) expect(await commitOne(store, append('a', { fence, events: events(1) }))).toEqual({ type: 'fenced' })
      expect(await commitOne(store, append('nobody', { fence: 5 }))).toEqual({ type: 'fenced' })
      expect(await commitOne(store, append('a', { fence: 5, events: events(1) }))).toEqual(written)
    }),
  )

  test(
    'an append is refused unless `after` is exactly how many events there are',
    withStore(open, async (store) => {
      await commitOne(store, create(execution('a'), events(2)))
      for (const after of [0, 1, 3]) {
        expect(await commitOne(store, append('a', { after, events: events(1, after), patch: { status: 'failed' } }))).toEqual({
          type: 'fenced',
        })
      }
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a'))
      expect(await commitOne(store, append('a', { after: 2, events: events(2, 2) }))).toEqual(written)
      expect(await store.executions.log(account, 'a')).toStrictEqual(events(4))
    }),
  )

  test(
    'a patch changes what it names, and `dueAt: null` clears the due time',
    withStore(open, async (store) => {
      await fill(store, [execution('a')])
      const error = { code: 'X', class: 'fatal', message: 'm' } as const
      await commitOne(store, append('a', { patch: { dueAt: 5 } }))
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { dueAt: 5 }))
      await commitOne(store, append('a', { patch: { status: 'waiting' } }))
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { dueAt: 5, status: 'waiting' }))
      await commitOne(store, append('a', { patch: { error, dueAt: null } }))
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { error, status: 'waiting' }))
      await commitOne(store, append('a', { patch: { status: 'failed', finishedAt: 0 } }))
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { error, status: 'failed', finishedAt: 0 }))
    }),
  )

  test(
    'wake makes an execution due, never later than it was, and leaves finished and unknown ones',
    withStore(open, async (store) => {
      await fill(store, [
        execution('a'),
        execution('b', { dueAt: 5 }),
        execution('c', { dueAt: 90 }),
        execution('d', { status: 'success' }),
      ])
      const wakes = ['a', 'b', 'c', 'd', 'e'].map((executionId) => ({ type: 'wake', account, executionId, dueAt: 30 }) as const)
      expect(await store.executions.commit(wakes)).toEqual(wakes.map(() => ({ type: 'written', position: 0 })))
      const dueTimes = await Promise.all(['a', 'b', 'c', 'd'].map(async (id) => (await store.executions.get(account, id))?.dueAt))
      expect(dueTimes).toEqual([30, 5, 30, undefined])
      expect(await store.executions.get(account, 'e')).toBeUndefined()
    }),
  )

  test(
    'what a write wakes is woken with it, and not when it is refused',
    withStore(open, async (store) => {
      await fill(
        store,
        ['a', 'b', 'c', 'd'].map((id) => execution(id)),
      )
      const wakes = (executionId: string) => [{ type: 'wake', account, executionId, dueAt: 7, calledOff: true } as const]
      const outcomes = await store.executions.commit([
        append('a', { events: events(1), wakes: wakes('b') }),
        append('a', { events: events(1), fence: 999, wakes: wakes('c') }),
        { ...create(execution('a')), wakes: wakes('c') },
        { ...create(execution('e')), wakes: wakes('d') },
      ])
      expect(outcomes.map(({ type }) => type)).toEqual(['written', 'fenced', 'exists', 'written'])
      const [b, c, d] = await Promise.all(['b', 'c', 'd'].map((id) => store.executions.get(account, id)))
      expect([b?.calledOff, c?.calledOff, d?.calledOff]).toEqual([true, undefined, true])
      expect([b?.dueAt, c?.dueAt, d?.dueAt]).toEqual([7, undefined, 7])
    }),
  )

  test(
    'a wake that calls an execution off leaves that on its row, whatever its owner writes',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b', { dueAt: 5 }), execution('c', { status: 'canceled' })])
      await store.executions.commit(
        ['a', 'b', 'c'].map((executionId) => ({ type: 'wake', account, executionId, dueAt: 30, calledOff: true }) as const),
      )
      await commitOne(store, { type: 'wake', account, executionId: 'a', dueAt: 20 })
      await commitOne(store, append('b', { events: events(1), patch: { status: 'waiting', dueAt: null } }))
      const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((id) => store.executions.get(account, id)))
      expect([a, b, c]).toStrictEqual([
        execution('a', { dueAt: 20, calledOff: true }),
        execution('b', { status: 'waiting', calledOff: true }),
        execution('c', { status: 'canceled' }),
      ])
      expect(await store.executions.due(30, 5)).toStrictEqual([a])
      expect((await store.executions.list(account, { status: ['waiting'] }, { limit: 5 })).items).toStrictEqual([b])
    }),
  )

  test(
    'an execution that is being canceled says so from then on',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b', { canceling: true })])
      await commitOne(store, append('a', { events: events(1), patch: { canceling: true } }))
      await commitOne(store, append('a', { after: 1, patch: { status: 'canceled' } }))
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { status: 'canceled', canceling: true }))
      expect(await store.executions.get(account, 'b')).toStrictEqual(execution('b', { canceling: true }))
    }),
  )

  test(
    'two accounts with the same ids never meet',
    withStore(open, async (store) => {
      await store.executions.commit([
        create(execution('a'), events(1)),
        create(execution('a', { account: otherAccount, workflowId: 'theirs' }), events(2), 7),
        create(execution('mine')),
      ])
      expect(await commitOne(store, append('a', { account: otherAccount, after: 1, events: events(1) }))).toEqual({ type: 'fenced' })
      expect(await commitOne(store, append('mine', { account: otherAccount }))).toEqual({ type: 'fenced' })
      await commitOne(store, { type: 'wake', account: otherAccount, executionId: 'a', dueAt: 3 })
      await commitOne(store, append('a', { account: otherAccount, fence: 7, after: 2, patch: { status: 'failed' } }))
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a'))
      expect(await store.executions.get(otherAccount, 'a')).toMatchObject({ workflowId: 'theirs', status: 'failed', dueAt: 3 })
      expect(await store.executions.get(otherAccount, 'mine')).toBeUndefined()
      expect(await store.executions.log(otherAccount, 'a')).toHaveLength(2)
      expect(await store.executions.log(otherAccount, 'mine')).toEqual([])
    }),
  )

  test(
    'a thousand executions fit into one batch',
    withStore(open, async (store) => {
      const ids = Array.from({ length: 1_000 }, (_, index) => `e${index}`)
      const outcomes = await store.executions.commit(
        ids.flatMap((id) => [
          create(execution(id), events(1)),
          append(id, { after: 1, events: events(1, 1), patch: { status: 'success' } }),
        ]),
      )
      expect(new Set(outcomes.map(({ type }) => type))).toEqual(new Set(['written']))
      for (const id of ['e0', 'e500', 'e999']) expect(await store.executions.log(account, id)).toStrictEqual(events(2))
    }),
  )

  test(
    'what was committed is there after opening again',
    withStore(open, async (store, { reopen }) => {
      const fence = await store.executions.nextFence()
      const position = await positionOf(commitOne(store, create(execution('a', { dueAt: 9 }), events(2), fence)))
      const again = reopen === undefined ? store : await reopen()
      expect(await again.executions.get(account, 'a')).toStrictEqual(execution('a', { dueAt: 9 }))
      expect(await again.executions.log(account, 'a')).toStrictEqual(events(2))
      expect(await again.executions.nextFence()).toBeGreaterThan(fence)
      expect(await positionOf(commitOne(again, append('a', { fence, after: 2, events: events(1, 2) })))).toBeGreaterThan(position)
    }),
  )

  async function positionOf(outcome: ReturnType<typeof commitOne>): Promise<number> {
    const settled = await outcome
    return settled.type === 'written' ? settled.position : Number.NaN
  }

  test(
    'a store says what it is and that it can be written to',
    withStore(open, async (store) => {
      expect(store.kind).toMatch(/^[a-z]+$/)
      await store.check()
    }),
  )
}
