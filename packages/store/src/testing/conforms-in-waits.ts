import { expect, test } from 'vitest'
import type { ExecutionWrite } from '../execution-store.ts'
import type { Store } from '../store.ts'
import type { WaitChanges } from '../waiting-step.ts'
import { account, append, commitOne, create, events, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

type Begun = WaitChanges['begun'][number]

const waitsFor = (step: string, key: string, given: Partial<Begun> = {}): Begun => ({ step, key, channel: 'event', since: 1, ...given })
const changes = (begun: readonly Begun[], ended: WaitChanges['ended'] = []): { waits: WaitChanges } => ({ waits: { begun, ended } })
const begin = (id: string, ...begun: readonly Begun[]): ExecutionWrite => append(id, changes(begun))

async function waiting(store: Store, key: string, of = account): Promise<readonly string[]> {
  const { items } = await store.executions.waitingForEvent(of, key, { limit: 100 })
  return items.map(({ executionId, step }) => `${executionId}.${step}`)
}

export function conformsInWaits(open: OpenStore): void {
  test(
    'a wait is there with the write that begins it and gone with the write that ends it',
    withStore(open, async (store) => {
      await fill(store, [execution('a')])
      await commitOne(store, append('a', { events: events(1), ...changes([waitsFor('s', 'paid', { since: 7 })]) }))
      const { items } = await store.executions.waitingForEvent(account, 'paid', { limit: 10 })
      expect(items).toEqual([{ account, executionId: 'a', step: 's', channel: 'event', key: 'paid', since: 7 }])
      await commitOne(store, append('a', { after: 1, events: events(1), ...changes([], ['s']) }))
      expect(await waiting(store, 'paid')).toEqual([])
    }),
  )

  test(
    'of each execution that waits, one step is told',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b'), execution('c')])
      await commitOne(store, begin('a', waitsFor('t', 'two'), waitsFor('s', 'one', { since: 9 })))
      await commitOne(store, begin('c', waitsFor('s', 'hash', { channel: 'token' })))
      const found = await store.executions.waitingIn(account, ['c', 'b', 'a', 'unknown'])
      expect(found.map(({ executionId, step, channel }) => [executionId, step, channel])).toEqual([
        ['c', 's', 'token'],
        ['a', 's', 'event'],
      ])
      expect(await store.executions.waitingIn(otherAccount, ['a'])).toEqual([])
    }),
  )

  test(
    'a new execution may wait from the start',
    withStore(open, async (store) => {
      await store.executions.commit([
        { type: 'create', fence: 1, execution: execution('a'), events: [], ...changes([waitsFor('s', 'paid')]) },
      ])
      expect(await waiting(store, 'paid')).toEqual(['a.s'])
    }),
  )

  test(
    'a write that is refused begins and ends no wait',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b')])
      await commitOne(store, begin('a', waitsFor('s', 'paid')))
      await commitOne(store, append('a', { fence: 9, ...changes([waitsFor('t', 'paid')], ['s']) }))
      await commitOne(store, { ...create(execution('b')), ...changes([waitsFor('s', 'paid')]) } as ExecutionWrite)
      expect(await waiting(store, 'paid')).toEqual(['a.s'])
    }),
  )

  test(
    'a step that waits anew waits for the new key alone; ending all ends those of that execution',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b')])
      await commitOne(store, begin('a', waitsFor('s', 'one'), waitsFor('t', 'two')))
      await commitOne(store, begin('b', waitsFor('s', 'two')))
      await commitOne(store, append('a', changes([waitsFor('s', 'two')], ['s'])))
      expect(await waiting(store, 'one')).toEqual([])
      expect(await waiting(store, 'two')).toEqual(['a.s', 'a.t', 'b.s'])
      await commitOne(store, append('a', changes([], 'all')))
      expect(await waiting(store, 'two')).toEqual(['b.s'])
    }),
  )

  test(
    'those that wait for an event come by age, page by page, and only those of the account, the channel and the key',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b'), execution('c', { account: otherAccount })])
      await commitOne(store, begin('a', waitsFor('old', 'paid', { since: 3 }), waitsFor('x', 'paid', { since: 5, channel: 'token' })))
      await commitOne(store, begin('b', waitsFor('t', 'paid', { since: 4 }), waitsFor('s', 'paid', { since: 4 }), waitsFor('y', 'other')))
      await commitOne(store, { ...begin('c', waitsFor('s', 'paid')), account: otherAccount } as ExecutionWrite)
      const first = await store.executions.waitingForEvent(account, 'paid', { limit: 2 })
      expect(first.items.map(({ step }) => step)).toEqual(['old', 's'])
      const cursor = first.nextCursor ?? ''
      const second = await store.executions.waitingForEvent(account, 'paid', { limit: 2, cursor })
      expect(second.items.map(({ step }) => step)).toEqual(['t'])
      expect(second.nextCursor).toBeUndefined()
      expect(await waiting(store, 'paid', otherAccount)).toEqual(['c.s'])
      await expect(store.executions.waitingForEvent(account, 'paid', { limit: 2, cursor: 'x' })).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
      })
    }),
  )

  test(
    'the hash of a token finds its step, in whichever account, and an event of that name does not',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('c', { account: otherAccount })])
      await commitOne(store, begin('a', waitsFor('s', 'h1')))
      const write = begin('c', waitsFor('s', 'h2', { channel: 'token', since: 9 }))
      await commitOne(store, { ...write, account: otherAccount } as ExecutionWrite)
      expect(await store.executions.waitingForToken('h2')).toEqual({
        account: otherAccount,
        executionId: 'c',
        step: 's',
        channel: 'token',
        key: 'h2',
        since: 9,
      })
      expect(await store.executions.waitingForToken('h1')).toBeUndefined()
    }),
  )
}
