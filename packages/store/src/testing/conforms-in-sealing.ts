import { expect, test } from 'vitest'
import { account, append, commitOne, create, events, execution, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

export function conformsInSealing(open: OpenStore): void {
  test(
    'what is sealed comes back in the order of the log, for its own account, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      await commitOne(store, { type: 'create', fence: 1, execution: execution('a'), events: events(2), sealed: { text: 'one' } })
      await commitOne(store, append('a', { after: 2, events: events(1) }))
      await commitOne(store, append('a', { after: 3, events: events(1), sealed: { text: 'two' } }))
      const again = reopen === undefined ? store : await reopen()
      expect(await again.executions.sealed(account, 'a')).toEqual([
        { after: 0, text: 'one' },
        { after: 3, text: 'two' },
      ])
      expect(await again.executions.sealed(otherAccount, 'a')).toEqual([])
      expect(await again.executions.log(account, 'a')).toHaveLength(4)
    }),
  )

  test(
    'it is dropped with the write that says so, and a write that is refused drops nothing',
    withStore(open, async (store) => {
      await commitOne(store, create(execution('a')))
      await commitOne(store, append('a', { events: events(1), sealed: { text: 'one' } }))
      await commitOne(store, append('a', { after: 9, sealed: 'dropped' }))
      expect(await store.executions.sealed(account, 'a')).toHaveLength(1)
      await commitOne(store, append('a', { after: 1, patch: { status: 'success', finishedAt: 3 }, sealed: 'dropped' }))
      expect(await store.executions.sealed(account, 'a')).toEqual([])
    }),
  )

  test(
    'a sweep drops it once the execution has ended and its caller too',
    withStore(open, async (store) => {
      const parent = { executionId: 'caller', step: 's' }
      await commitOne(store, create(execution('caller')))
      await commitOne(store, create(execution('called', { parent })))
      for (const id of ['caller', 'called']) await commitOne(store, append(id, { events: events(1), sealed: { text: id } }))
      await commitOne(store, append('called', { after: 1, patch: { status: 'success', finishedAt: 3 } }))
      expect(await store.retention.dropSealed(9)).toBe(0)
      await commitOne(store, append('caller', { after: 1, patch: { status: 'success', finishedAt: 3 } }))
      expect(await store.retention.dropSealed(1)).toBe(1)
      expect(await store.retention.dropSealed(9)).toBe(1)
      for (const id of ['caller', 'called']) expect(await store.executions.sealed(account, id)).toEqual([])
    }),
  )
}
