import { expect, test } from 'vitest'
import type { ExecutionSummary } from '../execution-store.ts'
import type { Admission } from '../lane-store.ts'
import { account, append, commitOne, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

export function conformsInLanes(open: OpenStore): void {
  const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id)

  /** Queued in the lane `orders`, unless something else is given. */
  function admitted(id: string, admission: Partial<Admission> = {}, more: Partial<ExecutionSummary> = {}): ExecutionSummary {
    const place = admission.place ?? 'queued'
    return execution(id, {
      status: place === 'held' ? 'running' : 'queued',
      admission: { lane: 'orders', priority: 50, queuedAt: 1000, place, ...admission },
      ...more,
    })
  }

  test(
    'what limits know of an execution comes back as it was given, and place alone changes',
    withStore(open, async (store) => {
      const whole = admitted('a', { key: 'customer=42', queuedAt: 1_700_000_000_000.5, gate: 'orders:42' })
      await fill(store, [whole, admitted('b')])
      expect(await store.executions.get(account, 'a')).toStrictEqual(whole)
      await store.executions.commit([
        append('a', { patch: { status: 'running', place: 'held' } }),
        append('b', { patch: { status: 'canceled', place: null } }),
      ])
      expect((await store.executions.get(account, 'a'))?.admission).toStrictEqual({ ...whole.admission, place: 'held' })
      expect((await store.executions.get(account, 'b'))?.admission).toStrictEqual({ lane: 'orders', priority: 50, queuedAt: 1000 })
      await commitOne(store, append('a', { patch: { status: 'waiting' } }))
      expect((await store.executions.get(account, 'a'))?.admission?.place).toBe('held')
    }),
  )

  test(
    'the queue of a lane is ordered by priority, then by time, the fraction of a millisecond included',
    withStore(open, async (store) => {
      await fill(store, [
        admitted('third', { queuedAt: 1000.5 }),
        admitted('second', { queuedAt: 1000.25 }),
        admitted('first', { queuedAt: 2000, priority: 51 }),
        admitted('last', { queuedAt: 1, priority: 0 }),
        admitted('running', { place: 'held' }),
        admitted('delayed', { place: 'delayed' }),
        admitted('elsewhere', { lane: 'orders:7' }),
        admitted('theirs', {}, { account: otherAccount }),
        execution('free'),
      ])
      expect(ids(await store.lanes.queued(account, 'orders', 10))).toEqual(['first', 'second', 'third', 'last'])
      expect(ids(await store.lanes.queued(account, 'orders', 2))).toEqual(['first', 'second'])
      const ahead = (priority: number, queuedAt: number) => store.lanes.ahead(account, { lane: 'orders', priority, queuedAt })
      expect([await ahead(51, 2000), await ahead(50, 1000.5), await ahead(0, 1), await ahead(0, 2)]).toEqual([0, 2, 3, 4])
    }),
  )

  test(
    'the members of a lane are those that hold a place and those that are queued',
    withStore(open, async (store) => {
      await fill(store, [
        admitted('a'),
        admitted('b', { place: 'held', queuedAt: 1001.5 }),
        admitted('c', { place: 'delayed' }),
        admitted('d', { lane: 'x' }),
      ])
      expect(await store.lanes.members(account, 'orders')).toEqual({ held: ['b'], queued: ['a'], lastQueuedAt: 1001.5 })
      await commitOne(store, append('b', { patch: { status: 'success', place: null } }))
      await commitOne(store, append('c', { patch: { place: 'queued', dueAt: null } }))
      const { held, queued } = await store.lanes.members(account, 'orders')
      expect([held, [...queued].sort()]).toEqual([[], ['a', 'c']])
      expect(await store.lanes.members(account, 'nobody')).toEqual({ held: [], queued: [] })
    }),
  )

  test(
    'the lanes with a queue are those of all accounts in which somebody is queued, each once',
    withStore(open, async (store) => {
      await fill(store, [
        admitted('a'),
        admitted('b'),
        admitted('c', { lane: 'y', place: 'held' }),
        admitted('d', { lane: 'z' }, { account: otherAccount }),
        admitted('e', { lane: 'w', place: 'delayed' }),
      ])
      const lanes = await store.lanes.withQueue()
      expect(lanes.map((lane) => `${lane.account} ${lane.lane}`).sort()).toEqual(['acme orders', 'globex z'])
    }),
  )

  test(
    'the last at a gate come newest first, ended ones too',
    withStore(open, async (store) => {
      await fill(store, [
        admitted('a', { gate: 'g', queuedAt: 1 }),
        admitted('c', { gate: 'g', queuedAt: 3 }),
        admitted('b', { gate: 'g', queuedAt: 2 }),
        admitted('d', { gate: 'h', queuedAt: 4 }),
        admitted('e', { gate: 'g', queuedAt: 5 }, { account: otherAccount }),
      ])
      await commitOne(store, append('c', { patch: { status: 'canceled', place: null } }))
      expect(ids(await store.lanes.lastAtGate(account, 'g', 10))).toEqual(['c', 'b', 'a'])
      expect(ids(await store.lanes.lastAtGate(account, 'g', 1))).toEqual(['c'])
    }),
  )

  test(
    'what is queued is no dead owner’s, but comes due when its time has come',
    withStore(open, async (store) => {
      await fill(store, [admitted('a'), admitted('b', { place: 'delayed' }, { dueAt: 70 }), admitted('c', { place: 'held' })], 1)
      expect(ids(await store.executions.unfinished(9, 10))).toEqual(['c'])
      expect(ids(await store.executions.due(70, 10))).toEqual(['b'])
    }),
  )
}
