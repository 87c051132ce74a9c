import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ExecutionSummary } from '../execution-store.ts'
import { durationBucket, type Tally, type TallyQuery } from '../statistics-store.ts'
import type { Store } from '../store.ts'
import { account, append, create, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A whole day, in the year 2026. */
const start = 20_500 * day

type End = Pick<ExecutionSummary, 'id' | 'workflowId' | 'status'> & { readonly at: number; readonly ms: number }

function ended({ id, workflowId, status, at, ms }: End, of = account): ExecutionSummary {
  return execution(id, { account: of, workflowId, status, startedAt: at - ms, finishedAt: at })
}

/** As plain text, in order, so that two adapters can be compared. */
function plain(tallies: readonly Tally[]): readonly string[] {
  return tallies
    .map(({ buckets, ...tally }) =>
      JSON.stringify([tally.at, tally.workflowId, tally.status, tally, [...buckets].sort((a, b) => a[0] - b[0])]),
    )
    .sort()
}

async function totals(store: Store, query: Partial<TallyQuery> = {}): Promise<readonly unknown[]> {
  const tallies = await store.statistics.tallies({ account, from: start, to: start + day, ...query })
  return tallies.map(({ workflowId, status, count, totalMs, minMs, maxMs }) => [workflowId, status, count, totalMs, minMs, maxMs]).sort()
}

export function conformsInStatistics(open: OpenStore): void {
  test(
    'the last runs of several workflows that have ended, newest first, are those of the account and no tests',
    withStore(open, async (store) => {
      const run = (id: string, workflowId: string, at: number, more: object = {}) =>
        create({ ...ended({ id, workflowId, status: 'success', at: start + at, ms: 1 }), ...more })
      await fill(store, [execution('waits', { workflowId: 'w', startedAt: start + 50, status: 'waiting' })])
      await store.executions.commit([
        run('a', 'w', 10),
        run('b', 'w', 20, { status: 'failed' }),
        run('c', 'w', 30),
        run('t', 'w', 40, { isTest: true }),
        run('x', 'v', 10),
        run('o', 'w', 60, { account: otherAccount }),
      ])
      const last = await store.statistics.lastRuns(account, ['w', 'nobody', 'v'], 2)
      expect(last.map(({ workflowId, id, status }) => [workflowId, id, status])).toEqual([
        ['w', 'c', 'success'],
        ['w', 'b', 'failed'],
        ['v', 'x', 'success'],
      ])
      expect(last[0]).toStrictEqual({ workflowId: 'w', id: 'c', status: 'success', startedAt: start + 29, finishedAt: start + 30 })
      expect(await store.statistics.lastRuns(account, [], 2)).toEqual([])
    }),
  )

  test(
    'the executions of each version are counted so far as anybody counts, those that ran on an old one later too',
    withStore(open, async (store) => {
      for (const at of [0, 100, 200, 300]) await store.workflows.publish({ account, id: 'w', source: `${at}`, at: start + at })
      await store.workflows.publish({ account, id: 'w', source: 'draft', at: start + 350, isDraft: true })
      const run = (id: string, workflowVersion: number, at: number, more: object = {}) =>
        create(execution(id, { workflowId: 'w', workflowVersion, startedAt: start + at, ...more }))
      await store.executions.commit([
        run('a', 1, 0),
        run('b', 1, 99),
        run('c', 2, 150),
        run('again', 1, 400, { replayOf: 'a' }),
        run('test', 5, 400, { isTest: true }),
        ...[301, 302, 303, 304, 360].map((at) => run(`many ${at}`, 4, at)),
        run('other', 1, 50, { workflowId: 'v' }),
        run('theirs', 1, 50, { account: otherAccount }),
      ])
      const counts = await store.statistics.runsOfVersions(account, 'w', [5, 4, 3, 2, 1], 3)
      expect([5, 4, 3, 2, 1].map((version) => counts.get(version))).toEqual([1, 3, 0, 1, 3])
      expect(await store.statistics.runsOfVersions(account, 'w', [], 3)).toEqual(new Map())
    }),
  )

  test(
    'executions by which somebody tries a workflow out are listed by themselves or left out, and counted never',
    withStore(open, async (store, { reopen }) => {
      const isTest = true as const
      await fill(store, [
        execution('a', { startedAt: start, isTest }),
        execution('b', { startedAt: start + 1 }),
        execution('c', { startedAt: start + 2, isTest }),
      ])
      const end = { status: 'success', finishedAt: start + 30 } as const
      await store.executions.commit([
        append('a', { patch: end, row: { workflowId: 'orders', startedAt: start, isTest } }),
        append('c', { patch: end }),
        create({ ...ended({ id: 'd', workflowId: 'ship', status: 'success', at: start + 10, ms: 10 }), isTest }),
      ])
      const again = reopen === undefined ? store : await reopen()
      expect(await totals(again)).toEqual([])
      const ids = async (filter: object) => (await again.executions.list(account, filter, { limit: 9 })).items.map(({ id }) => id)
      expect(await ids({ isTest })).toEqual(['c', 'd', 'a'])
      expect(await ids({ isTest: false })).toEqual(['b'])
      expect(await ids({ isTest, status: ['success'], workflowIds: ['ship'] })).toEqual(['d'])
      expect(await ids({})).toEqual(['c', 'b', 'd', 'a'])
      expect(await again.executions.get(account, 'c')).toMatchObject({ isTest })
      expect(await again.executions.get(account, 'b')).not.toHaveProperty('isTest')
    }),
  )

  test(
    'what ends is counted by workflow and status, however the end is written',
    withStore(open, async (store) => {
      await fill(store, [execution('a', { startedAt: start }), execution('b', { startedAt: start }), execution('c', { startedAt: start })])
      await store.executions.commit([
        create(ended({ id: 'd', workflowId: 'ship', status: 'success', at: start + 10, ms: 10 })),
        append('a', { patch: { status: 'success', finishedAt: start + 30 } }),
        append('b', { patch: { status: 'success', finishedAt: start + 70 } }),
      ])
      await store.executions.commit([append('c', { patch: { status: 'failed', finishedAt: start + 5 } })])
      expect(await totals(store)).toEqual([
        ['orders', 'failed', 1, 5, 5, 5],
        ['orders', 'success', 2, 100, 30, 70],
        ['ship', 'success', 1, 10, 10, 10],
      ])
      expect(await totals(store, { workflowId: 'ship' })).toEqual([['ship', 'success', 1, 10, 10, 10]])
      expect(await totals(store, { account: otherAccount })).toEqual([])
    }),
  )

  test(
    'a write that is refused is not counted, nor is an end twice',
    withStore(open, async (store) => {
      const a = ended({ id: 'a', workflowId: 'orders', status: 'success', at: start, ms: 1 })
      await store.executions.commit([create(a), create(a), append('a', { fence: 9, patch: { status: 'failed', finishedAt: start } })])
      expect(await totals(store)).toEqual([['orders', 'success', 1, 1, 1, 1]])
    }),
  )

  test(
    'slots have what ended in them',
    withStore(open, async (store) => {
      const at = [0, 59_999, minute, hour, 2 * hour + 5]
      await store.executions.commit(
        at.map((ms, index) => create(ended({ id: `${index}`, workflowId: 'w', status: 'success', at: start + ms, ms: 0 }))),
      )
      const slots = async (slotMs: number) => {
        const tallies = await store.statistics.tallies({ account, from: start, to: start + 3 * hour, slotMs })
        return tallies.map((tally) => [(tally.at - start) / slotMs, tally.count]).sort()
      }
      expect(await slots(minute)).toEqual([
        [0, 2],
        [1, 1],
        [120, 1],
        [60, 1],
      ])
      expect(await slots(hour)).toEqual([
        [0, 3],
        [1, 1],
        [2, 1],
      ])
    }),
  )

  test(
    'any window and any slots give what adding up one by one gives, also when ends come late and out of order',
    withStore(open, async (store) => {
      const end = fc.record({
        workflowId: fc.constantFrom('a', 'b'),
        status: fc.constantFrom('success', 'failed', 'canceled'),
        minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
        ms: fc.integer({ min: 0, max: 100_000 }),
      })
      let rounds = 0
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(end, { maxLength: 6 }), { maxLength: 8 }), async (batches) => {
          const of = `account ${rounds++}`
          const all: ExecutionSummary[] = []
          for (const batch of batches) {
            const summaries = batch.map(({ minutes, ms, ...rest }, index) =>
              ended({ id: `${all.length + index}`, ...rest, at: start + minutes * minute, ms }, of),
            )
            all.push(...summaries)
            await store.executions.commit(summaries.map((summary) => create(summary)))
          }
          const windows = [
            { from: start, to: start + 4 * day },
            { from: start + hour, to: start + 2 * day + 3 * hour },
            // Minutes are kept for two days before the newest end.
            { from: start + 2 * day + 61 * minute, to: start + 3 * day - 7 * minute },
            { from: start, to: start + 4 * day, slotMs: day },
            { from: start, to: start + 4 * day, slotMs: 6 * hour },
          ]
          for (const window of windows) {
            expect(plain(await store.statistics.tallies({ account: of, ...window }))).toEqual(plain(addedUp(all, window)))
          }
        }),
        { numRuns: 15 },
      )
    }),
  )

  test(
    'what has not ended is counted by workflow and status',
    withStore(open, async (store) => {
      await fill(store, [
        execution('a'),
        execution('b'),
        execution('c', { status: 'waiting' }),
        execution('d', { workflowId: 'ship', status: 'paused' }),
        execution('e', { status: 'success', finishedAt: 5 }),
        execution('f', { account: otherAccount }),
      ])
      expect([...(await store.statistics.unfinished(account))].sort(byText)).toEqual([
        { workflowId: 'orders', status: 'running', count: 2 },
        { workflowId: 'orders', status: 'waiting', count: 1 },
        { workflowId: 'ship', status: 'paused', count: 1 },
      ])
      expect(await store.statistics.unfinished(account, 'ship')).toEqual([{ workflowId: 'ship', status: 'paused', count: 1 }])
    }),
  )

  test(
    'deleting executions leaves the counts as they are',
    withStore(open, async (store) => {
      await store.executions.commit([create(ended({ id: 'a', workflowId: 'w', status: 'success', at: start, ms: 3 }))])
      await store.retention.remove({ account, ids: ['a'], letters: 'kept' })
      expect(await store.executions.get(account, 'a')).toBeUndefined()
      expect(await totals(store)).toEqual([['w', 'success', 1, 3, 3, 3]])
    }),
  )
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

/** In the plainest way there is. */
function addedUp(all: readonly ExecutionSummary[], { from, to, slotMs }: Pick<TallyQuery, 'from' | 'to' | 'slotMs'>): readonly Tally[] {
  const tallies = new Map<string, Tally & { buckets: Map<number, number> }>()
  for (const { workflowId, status, startedAt, finishedAt = 0 } of all) {
    if (finishedAt < from || finishedAt >= to) continue
    const at = slotMs === undefined ? from : Math.floor(finishedAt / slotMs) * slotMs
    const ms = finishedAt - startedAt
    const key = `${at} ${workflowId} ${status}`
    const { count = 0, totalMs = 0, minMs = ms, maxMs = ms, buckets = new Map<number, number>() } = tallies.get(key) ?? {}
    buckets.set(durationBucket(ms), (buckets.get(durationBucket(ms)) ?? 0) + 1)
    const sums = { count: count + 1, totalMs: totalMs + ms, minMs: Math.min(minMs, ms), maxMs: Math.max(maxMs, ms), buckets }
    tallies.set(key, { workflowId, at, status: status as Tally['status'], ...sums })
  }
  return [...tallies.values()]
}
