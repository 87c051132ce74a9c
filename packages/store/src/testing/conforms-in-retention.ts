import { expect, test } from 'vitest'
import type { ExecutionSummary } from '../execution-store.ts'
import type { FinishedQuery, FinishedRow, Removal, Removed } from '../retention-store.ts'
import type { Store } from '../store.ts'
import { account, append, commitOne, create, events, execution, otherAccount, stepSucceeded } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const large = 'x'.repeat(100_000)

function ended(id: string, given: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return execution(id, { status: 'success', finishedAt: 2_000, ...given })
}

async function keep(store: Store, ...summaries: readonly ExecutionSummary[]): Promise<void> {
  await store.executions.commit(summaries.map((summary) => create(summary, events(2))))
}

/** One that has ended, after so many writes. */
async function keepLong(store: Store, id: string, writes: number): Promise<void> {
  await commitOne(store, create(execution(id), events(1)))
  for (let after = 1; after < writes; after += 50) {
    const batch = Array.from({ length: Math.min(50, writes - after) }, (_, index) =>
      append(id, { after: after + index, events: events(1) }),
    )
    await store.executions.commit(batch)
  }
  await commitOne(store, append(id, { after: writes, events: [stepSucceeded('last', large)], patch: { status: 'success', finishedAt: 2 } }))
}

async function giveAllBack(store: Store): Promise<void> {
  while (await store.retention.dropLogs());
  while (await store.retention.giveBack(0));
}

/** Asks until nothing is left to ask for. */
async function removeAll(store: Store, ids: readonly string[], given: Partial<Removal> = {}): Promise<Removed> {
  const all = { removed: [] as string[], kept: [] as string[], files: [] as string[], bytes: 0 }
  for (let left = ids; left.length > 0; left = left.filter((id) => !all.removed.includes(id) && !all.kept.includes(id))) {
    const part = await store.retention.remove({ account, ids: left, letters: 'kept', ...given })
    all.removed.push(...part.removed)
    all.kept.push(...part.kept)
    all.files.push(...part.files)
    all.bytes += part.bytes
  }
  return all
}

async function finishedIn(store: Store, query: Partial<FinishedQuery>): Promise<readonly FinishedRow[]> {
  const found: FinishedRow[] = []
  let cursor: string | undefined
  do {
    const given = { account, order: 'oldest-first', limit: 2, ...query, ...(cursor !== undefined && { cursor }) } as const
    const page = await store.retention.finished(given)
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

const idsOf = (rows: readonly FinishedRow[]) => rows.map(({ id }) => id)

export function conformsInRetention(open: OpenStore): void {
  test(
    'the workflows that have executions come in order, each once, of all accounts',
    withStore(open, async (store) => {
      await keep(store, ended('a', { workflowId: 'w2' }), ended('b', { workflowId: 'w1' }), ended('c', { workflowId: 'w1' }))
      await keep(store, ended('a', { workflowId: 'w1', account: otherAccount }))
      const all = [
        { account, workflowId: 'w1' },
        { account, workflowId: 'w2' },
        { account: otherAccount, workflowId: 'w1' },
      ]
      expect(await store.retention.workflows()).toEqual(all)
      expect(await store.retention.workflows(all[1])).toEqual([all[2]])
      expect(await store.retention.workflows(all[2])).toEqual([])
    }),
  )

  test(
    'finished executions come by their start from either end, all or those of one workflow, never those that go on',
    withStore(open, async (store) => {
      await keep(store, ended('b', { startedAt: 1 }), ended('a', { startedAt: 1 }), ended('c', { startedAt: 2, workflowId: 'other' }))
      await keep(store, execution('d', { startedAt: 3 }), ended('e', { startedAt: 4, status: 'failed', finishedAt: 9 }))
      await keep(store, ended('f', { account: otherAccount }))
      expect(idsOf(await finishedIn(store, {}))).toEqual(['a', 'b', 'c', 'e'])
      expect(idsOf(await finishedIn(store, { order: 'newest-first' }))).toEqual(['e', 'c', 'b', 'a'])
      expect(idsOf(await finishedIn(store, { workflowId: 'orders', limit: 1 }))).toEqual(['a', 'b', 'e'])
      expect((await finishedIn(store, {})).at(-1)).toMatchObject({ workflowId: 'orders', status: 'failed', startedAt: 4, finishedAt: 9 })
    }),
  )

  test(
    'the bytes of an execution are those of its events as text, large ones included',
    withStore(open, async (store) => {
      const [first, second] = [stepSucceeded('a', 'ä'), stepSucceeded('b', large)]
      await commitOne(store, create(execution('a'), [first]))
      await commitOne(store, append('a', { after: 1, events: [second], patch: { status: 'success', finishedAt: 2_000 } }))
      const [row] = await finishedIn(store, {})
      expect(row?.bytes).toBe(Buffer.byteLength(JSON.stringify([first])) + Buffer.byteLength(JSON.stringify([second])))
      expect((await removeAll(store, ['a'])).bytes).toBe(row?.bytes)
    }),
  )

  test(
    'what is removed is gone from every list, and nothing else is',
    withStore(open, async (store) => {
      await keep(store, ended('a'), ended('b'))
      await keep(store, ended('a', { account: otherAccount }))
      const [first] = await store.executions.feed(account, 0, 1)
      expect(await removeAll(store, ['a', 'nobody'])).toMatchObject({ removed: ['a'], kept: ['nobody'], files: [] })
      expect(await store.executions.get(account, 'a')).toBeUndefined()
      expect(await store.executions.log(account, 'a')).toEqual([])
      expect(idsOf(await finishedIn(store, {}))).toEqual(['b'])
      expect((await store.executions.feed(account, 0, 9)).map(({ executionId }) => executionId)).toEqual(['b'])
      expect(await store.executions.log(otherAccount, 'a')).toHaveLength(2)
      const later = await commitOne(store, create(ended('a'), events(1)))
      expect(later).toMatchObject({ type: 'written', position: expect.toSatisfy((position) => position > (first?.position ?? 0)) })
    }),
  )

  test(
    'what goes on stays, and so do its caller, what it called, and what it repeats',
    withStore(open, async (store) => {
      const parent = (executionId: string) => ({ parent: { executionId, step: 's' } })
      await keep(store, execution('running'), ended('called', parent('running')), ended('caller'), execution('child', parent('caller')))
      await keep(store, execution('again', { replayOf: 'letter' }), ended('letter', { letter: 'replayed', replayedAs: 'again' }))
      const all = ['running', 'called', 'caller', 'child', 'again', 'letter']
      expect(await removeAll(store, all, { letters: 'removed' })).toMatchObject({ removed: [], kept: all })
      await commitOne(store, append('child', { after: 2, patch: { status: 'success', finishedAt: 3 } }))
      expect((await removeAll(store, all)).removed).toEqual(['caller', 'child'])
    }),
  )

  test(
    'an open dead letter stays unless it is named as one',
    withStore(open, async (store) => {
      await keep(store, ended('a', { status: 'failed', letter: 'open' }), ended('b', { status: 'failed', letter: 'discarded' }))
      expect((await removeAll(store, ['a', 'b'])).removed).toEqual(['b'])
      expect((await removeAll(store, ['a'], { letters: 'removed' })).removed).toEqual(['a'])
      expect((await store.executions.letters(account, {}, { limit: 9 })).items).toEqual([])
    }),
  )

  test(
    'a large value goes with the last execution that has it',
    withStore(open, async (store) => {
      for (const id of ['a', 'b']) await commitOne(store, create(ended(id), [stepSucceeded('s', large), stepSucceeded('t', large)]))
      await removeAll(store, ['a'])
      expect(await store.executions.log(account, 'b')).toMatchObject([{ output: large }, { output: large }])
      await removeAll(store, ['b'])
      await commitOne(store, create(ended('c'), [stepSucceeded('s', large)]))
      expect(await store.executions.log(account, 'c')).toMatchObject([{ output: large }])
    }),
  )

  test(
    'the files of what is removed are named, and known no more; the others stay',
    withStore(open, async (store) => {
      const file = { account, name: 'f', mediaType: 'a/b', size: 7, sha256: '', createdAt: 1 }
      await keep(store, ended('a'), ended('b'))
      await store.files.put({ ...file, id: 'f_1', executionId: 'a' })
      await store.files.put({ ...file, id: 'f_2', executionId: 'b' })
      await store.files.put({ ...file, id: 'f_3' })
      expect((await removeAll(store, ['a'])).files).toEqual(['f_1'])
      expect(await store.files.get(account, 'f_1')).toBeUndefined()
      expect(await store.retention.unknownFiles(['f_1', 'f_2', 'f_3', 'f_4'])).toEqual(['f_1', 'f_4'])
    }),
  )

  test(
    'nobody sees anything of a long one from the first call on, whatever of its log is left to be dropped',
    withStore(open, async (store) => {
      await keepLong(store, 'a', 1_200)
      await keep(store, ended('b'))
      expect(await store.retention.remove({ account, ids: ['a'], letters: 'kept' })).toMatchObject({ removed: ['a'], kept: [] })
      expect(await store.executions.get(account, 'a')).toBeUndefined()
      expect(await store.executions.log(account, 'a')).toEqual([])
      expect((await store.executions.feed(account, 0, 9)).map(({ executionId }) => executionId)).toEqual(['b'])
      expect(idsOf(await finishedIn(store, {}))).toEqual(['b'])
      expect((await removeAll(store, ['a'])).kept).toEqual(['a'])
      await giveAllBack(store)
      expect(await store.executions.log(account, 'b')).toHaveLength(2)
      expect((await store.retention.size()).freeBytes).toBe(0)
    }),
  )

  test(
    'the id of a long one that is removed may be had again at once, with a log of its own',
    withStore(open, async (store) => {
      await keepLong(store, 'a', 1_200)
      await store.retention.remove({ account, ids: ['a'], letters: 'kept' })
      expect(await commitOne(store, create(execution('a'), [stepSucceeded('again', large)]))).toMatchObject({ type: 'written' })
      await commitOne(store, append('a', { after: 1, events: events(1), patch: { status: 'success', finishedAt: 3 } }))
      await giveAllBack(store)
      expect(await store.executions.log(account, 'a')).toMatchObject([{ step: 'again', output: large }, {}])
      expect((await removeAll(store, ['a'])).removed).toEqual(['a'])
      await giveAllBack(store)
      expect(await store.executions.feed(account, 0, 9)).toEqual([])
    }),
  )
}
