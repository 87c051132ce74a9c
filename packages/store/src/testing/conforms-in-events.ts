import { expect, test } from 'vitest'
import type { EventFilter, NewEvent, StoredPattern } from '../event-store.ts'
import type { Store } from '../store.ts'
import { account, append, commitOne, create, execution, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function event(id: string, given: Partial<NewEvent> = {}): NewEvent {
  return { account, id, name: 'order.paid', data: { n: 1 }, at: 1_000, source: {}, depth: 1, ...given }
}

const full = event('full', {
  data: ['ä', { deep: [null, 1.5] }],
  source: { workflowId: 'w', executionId: 'e', step: 'a[3].b', by: 'ada' },
  depth: 7,
})

async function idsOf(store: Store, filter: EventFilter, limit = 1): Promise<readonly string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await store.events.list(account, filter, { limit, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

export function conformsInEvents(open: OpenStore): void {
  test(
    'an event comes back as it was appended, also from a store opened again',
    withStore(open, async (store, { reopen }) => {
      await store.events.append([event('a', { data: null }), full])
      const again = reopen === undefined ? store : await reopen()
      const found = await again.events.get(account, 'full')
      expect(found).toStrictEqual({ ...full, position: found?.position, received: 0, firings: [] })
      expect(await again.events.get(account, 'a')).toMatchObject({ data: null, source: {} })
      expect(await again.events.get(otherAccount, 'a')).toBeUndefined()
      expect((await again.events.undelivered(9)).map(({ id }) => id)).toEqual(['a', 'full'])
    }),
  )

  test(
    'the same id again is the same event, in its account',
    withStore(open, async (store) => {
      const [first, twin] = await store.events.append([event('a'), event('a', { name: 'other' })])
      expect(first?.isNew).toBe(true)
      expect(twin).toEqual({ position: first?.position, isNew: false })
      const [again, other] = await store.events.append([event('a', { data: 2 }), event('a', { account: otherAccount })])
      expect([again?.position, again?.isNew, other?.isNew]).toEqual([first?.position, false, true])
      expect(await store.events.get(account, 'a')).toMatchObject({ name: 'order.paid', data: { n: 1 } })
      expect(await store.events.undelivered(9)).toHaveLength(2)
    }),
  )

  test(
    'what cannot be written is refused, with all that came with it',
    withStore(open, async (store) => {
      const cyclic: { self?: unknown } = {}
      cyclic.self = cyclic
      const refused = store.events.append([event('a'), event('b', { data: cyclic as NewEvent['data'] })])
      await expect(refused).rejects.toMatchObject({ code: 'VALUE_UNWRITABLE' })
      expect(await store.events.undelivered(9)).toEqual([])
    }),
  )

  test(
    'large events come in their order, and none is left out',
    withStore(open, async (store) => {
      const ids = ['a', 'b', 'c', 'd']
      await store.events.append(ids.map((id) => event(id, { data: id.repeat(700_000) })))
      const found: string[] = []
      for (let page = await store.events.undelivered(9); page.length > 0; page = await store.events.undelivered(9)) {
        found.push(...page.map(({ id }) => id))
        await store.events.delivered(page.at(-1)?.position ?? 0, [])
      }
      expect(found).toEqual(ids)
    }),
  )

  test(
    'what has come since an event comes in its order, of one account, with what became of it',
    withStore(open, async (store) => {
      const large = { data: 'x'.repeat(700_000) }
      const places = await store.events.append([
        event('a'),
        event('b', { account: otherAccount }),
        event('c', large),
        event('d', large),
        event('e'),
      ])
      const firing = { workflowId: 'w', triggerId: 't', outcome: 'started', executionId: 'e1' } as const
      const [a = 0, , c = 0, , e = 0] = places.map(({ position }) => position)
      await store.events.delivered(c, [{ position: c, received: 2, firings: [firing] }])
      expect(await store.events.since(account, 0, 1)).toMatchObject([{ id: 'a', position: a, received: 0, firings: [] }])
      expect(await store.events.since(account, a, 1)).toMatchObject([{ id: 'c', received: 2, firings: [firing] }])
      const found: string[] = []
      for (let page = await store.events.since(account, a, 9); page.length > 0; ) {
        found.push(...page.map(({ id }) => id))
        page = await store.events.since(account, page.at(-1)?.position ?? e, 9)
      }
      expect(found).toEqual(['c', 'd', 'e'])
    }),
  )

  test(
    'the cursor of delivery moves forward alone, over all accounts, and outlives the process',
    withStore(open, async (store, { reopen }) => {
      expect(await store.events.cursor()).toBe(0)
      const places = await store.events.append([event('a'), event('b', { account: otherAccount }), event('c')])
      const [a = 0, b = 0, c = 0] = places.map(({ position }) => position)
      expect(a < b && b < c).toBe(true)
      expect((await store.events.undelivered(2)).map(({ id }) => id)).toEqual(['a', 'b'])
      await store.events.delivered(b, [])
      await store.events.delivered(a, [])
      const again = reopen === undefined ? store : await reopen()
      expect(await again.events.cursor()).toBe(b)
      expect(await again.events.undelivered(9)).toStrictEqual([{ ...event('c'), position: c }])
    }),
  )

  test(
    'what was done with an event stands with it',
    withStore(open, async (store) => {
      const [a, b] = await store.events.append([event('a'), event('b')])
      const firings = [
        { workflowId: 'w', triggerId: 'one', outcome: 'started', executionId: 'e1' },
        { workflowId: 'w', triggerId: 'two', outcome: 'failed', message: 'The filter "x" fails.' },
      ] as const
      await store.events.delivered(b?.position ?? 0, [
        { position: a?.position ?? 0, received: 2, firings },
        { position: b?.position ?? 0, received: 0, firings: firings.slice(0, 1) },
      ])
      expect(await store.events.get(account, 'a')).toMatchObject({ received: 2, firings })
      expect((await store.events.list(account, {}, { limit: 9 })).items.map((one) => one.firings.length)).toEqual([1, 2])
      expect(await idsOf(store, { workflowId: 'w' })).toEqual(['b', 'a'])
      expect(await idsOf(store, { workflowId: 'w', triggerId: 'two' })).toEqual(['a'])
      expect(await idsOf(store, { workflowId: 'v' })).toEqual([])
    }),
  )

  test(
    'list goes newest first, page by page, by name and time, and keeps to its account',
    withStore(open, async (store) => {
      await store.events.append([
        event('a', { at: 5 }),
        event('b', { name: 'order.paid_late', at: 3 }),
        event('c', { name: 'order%', at: 4 }),
        event('d', { account: otherAccount }),
      ])
      expect(await idsOf(store, {})).toEqual(['c', 'b', 'a'])
      expect(await idsOf(store, { name: 'order.paid' })).toEqual(['a'])
      expect(await idsOf(store, { namePrefix: 'order.' })).toEqual(['b', 'a'])
      expect(await idsOf(store, { namePrefix: 'order%' })).toEqual(['c'])
      expect(await idsOf(store, { from: 4, to: 5 })).toEqual(['c'])
      await expect(store.events.list(account, {}, { limit: 1, cursor: 'bm8' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
    }),
  )

  test(
    'a purge takes what is old and delivered, and its id may come again',
    withStore(open, async (store) => {
      const places = await store.events.append([event('a', { at: 1 }), event('b', { at: 2 }), event('c', { at: 9 }), event('d', { at: 1 })])
      await store.events.delivered(places[2]?.position ?? 0, [
        { position: places[0]?.position ?? 0, received: 0, firings: [{ workflowId: 'w', triggerId: 't', outcome: 'started' }] },
      ])
      expect(await store.events.purge(otherAccount, 9, 9)).toBe(0)
      expect(await store.events.purge(account, 9, 1)).toBe(1)
      expect(await store.events.purge(account, 9, 5)).toBe(1)
      expect(await idsOf(store, {})).toEqual(['d', 'c'])
      expect(await idsOf(store, { workflowId: 'w' })).toEqual([])
      const [again] = await store.events.append([event('a')])
      expect(again?.isNew).toBe(true)
      expect(again?.position).toBeGreaterThan(places[3]?.position ?? 0)
    }),
  )

  test(
    'the write of an execution brings its events with it, or neither is there',
    withStore(open, async (store) => {
      const fenced = append('e', { after: 5, emits: [event('lost')] })
      const ended = append('e', { patch: { status: 'success', finishedAt: 9 }, emits: [event('end'), event('end')] })
      await store.executions.commit([create(execution('e'))])
      expect(await commitOne(store, fenced)).toEqual({ type: 'fenced' })
      expect((await commitOne(store, ended)).type).toBe('written')
      expect((await commitOne(store, { ...create(execution('f')), emits: [event('begun')] })).type).toBe('written')
      expect((await commitOne(store, { ...create(execution('f')), emits: [event('twice')] })).type).toBe('exists')
      expect((await store.events.undelivered(9)).map(({ id }) => id)).toEqual(['end', 'begun'])
    }),
  )

  test(
    'what a pattern has seen moves with the cursor, and comes back when its time has come',
    withStore(open, async (store, { reopen }) => {
      const pattern = (key: string, wakeAt: number, more: Partial<StoredPattern> = {}): StoredPattern => ({
        account,
        workflowId: 'w',
        triggerId: 't',
        key,
        state: `["${key}"]`,
        wakeAt,
        ...more,
      })
      expect(await store.events.nextPatternWake()).toBeUndefined()
      const [place] = await store.events.append([event('a')])
      await store.events.delivered(
        place?.position ?? 0,
        [],
        [pattern('', 30), pattern('ä', 10), pattern('', 20, { account: otherAccount })],
      )
      await store.events.delivered(0, [], [pattern('ä', 15, { state: '[2]' })])
      const again = reopen === undefined ? store : await reopen()
      expect(await again.events.cursor()).toBe(place?.position)
      expect(await again.events.pattern(pattern('ä', 0))).toStrictEqual(pattern('ä', 15, { state: '[2]' }))
      expect(await again.events.nextPatternWake()).toBe(15)
      expect(await again.events.duePatterns(14, 9)).toEqual([])
      expect((await again.events.duePatterns(25, 9)).map(({ wakeAt }) => wakeAt)).toEqual([15, 20])
      expect(await again.events.duePatterns(99, 1)).toHaveLength(1)
      await again.events.delivered(0, [], [{ account, workflowId: 'w', triggerId: 't', key: 'ä' }])
      expect(await again.events.pattern(pattern('ä', 0))).toBeUndefined()
      expect(await again.events.pattern(pattern('', 0))).toStrictEqual(pattern('', 30))
    }),
  )
}
