import type { StepError } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { ExecutionSummary } from '../execution-store.ts'
import type { Store } from '../store.ts'
import { account, append, commitOne, create, events, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const error = (code = 'HTTP_STATUS'): StepError => ({ code, class: 'fatal', message: 'no' })

function failed(id: string, finishedAt: number, given: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return execution(id, { status: 'failed', finishedAt, error: error(), letter: 'open', ...given })
}

async function letters(store: Store, filter = {}): Promise<readonly string[]> {
  const { items } = await store.executions.letters(account, filter, { limit: 100 })
  return items.map(({ id }) => id)
}

export function conformsInLetters(open: OpenStore): void {
  test(
    'an execution becomes a letter with its end, and keeps what it was',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b')])
      await commitOne(store, append('a', { patch: { status: 'failed', finishedAt: 5, error: error(), letter: 'open' } }))
      await commitOne(store, append('b', { patch: { status: 'failed', finishedAt: 5, error: error() } }))
      const { items } = await store.executions.letters(account, {}, { limit: 10 })
      expect(items).toEqual([execution('a', { status: 'failed', finishedAt: 5, error: error(), letter: 'open' })])
    }),
  )

  test(
    'a letter is settled once, and only an open one',
    withStore(open, async (store) => {
      await fill(store, [failed('a', 5), failed('b', 6), execution('c'), execution('d', { replayOf: 'a' })])
      const settle = (executionId: string, letter: 'replayed' | 'discarded', more = {}) =>
        commitOne(store, { type: 'letter', account, executionId, letter, ...more })
      expect(await settle('a', 'replayed', { replayedAs: 'd' })).toEqual({ type: 'written', position: 0 })
      expect(await settle('a', 'discarded')).toEqual({ type: 'fenced' })
      expect(await settle('b', 'discarded')).toEqual({ type: 'written', position: 0 })
      expect(await settle('c', 'discarded')).toEqual({ type: 'fenced' })
      expect(await settle('nobody', 'discarded')).toEqual({ type: 'fenced' })
      expect(await store.executions.get(account, 'a')).toMatchObject({ letter: 'replayed', replayedAs: 'd' })
      expect(await store.executions.get(account, 'b')).toMatchObject({ letter: 'discarded' })
      expect(await store.executions.get(account, 'd')).toMatchObject({ replayOf: 'a' })
      expect(await letters(store)).toEqual([])
    }),
  )

  test(
    'whoever runs a letter again is created with its settling, or not at all',
    withStore(open, async (store) => {
      await fill(store, [failed('a', 5), failed('b', 6), execution('c')])
      const begin = (id: string, replayOf: string) =>
        commitOne(store, { ...create(execution(id, { replayOf }), events(1)), settlesLetter: true })
      expect(await begin('d', 'a')).toMatchObject({ type: 'written' })
      expect(await store.executions.get(account, 'a')).toMatchObject({ letter: 'replayed', replayedAs: 'd' })
      expect(await begin('d', 'a')).toEqual({ type: 'exists' })
      expect(await begin('c', 'b')).toEqual({ type: 'exists' })
      for (const settled of ['a', 'nobody']) expect(await begin('e', settled)).toEqual({ type: 'settled' })
      expect(await store.executions.get(account, 'e')).toBeUndefined()
      expect(await store.executions.log(account, 'e')).toEqual([])
      expect(await letters(store)).toEqual(['b'])
      expect(await begin('h', 'c')).toMatchObject({ type: 'written' })
      expect(await store.executions.get(account, 'c')).toMatchObject({ replayedAs: 'h' })
      expect(await store.executions.get(account, 'c')).not.toHaveProperty('letter')
      expect(await begin('i', 'c')).toEqual({ type: 'settled' })
      const both = (id: string) => ({ ...create(execution(id, { replayOf: 'b' })), settlesLetter: true }) as const
      expect(await store.executions.commit([both('f'), both('g')])).toMatchObject([{ type: 'written' }, { type: 'settled' }])
      expect(await store.executions.get(account, 'b')).toMatchObject({ replayedAs: 'f' })
    }),
  )

  test(
    'letters come newest first, page by page, narrowed by workflow, time and code',
    withStore(open, async (store) => {
      await fill(store, [
        failed('a', 1),
        failed('b', 2, { workflowId: 'other' }),
        failed('c', 3, { error: error('TIMEOUT') }),
        failed('d', 3),
        failed('e', 4, { account: otherAccount }),
        execution('f', { status: 'failed', finishedAt: 9, letter: 'discarded' }),
      ])
      expect(await letters(store)).toEqual(['d', 'c', 'b', 'a'])
      expect(await letters(store, { workflowId: 'orders' })).toEqual(['d', 'c', 'a'])
      expect(await letters(store, { failedFrom: 2, failedTo: 3 })).toEqual(['b'])
      expect(await letters(store, { workflowId: 'orders', code: 'HTTP_STATUS', failedFrom: 1 })).toEqual(['d', 'a'])
      const first = await store.executions.letters(account, {}, { limit: 2 })
      const rest = await store.executions.letters(account, {}, { limit: 2, cursor: first.nextCursor ?? '' })
      expect([first, rest].map(({ items }) => items.map(({ id }) => id))).toEqual([
        ['d', 'c'],
        ['b', 'a'],
      ])
      expect(rest.nextCursor).toBeUndefined()
    }),
  )

  test(
    'open letters are counted by workflow',
    withStore(open, async (store) => {
      await fill(store, [failed('a', 4), failed('b', 2), failed('c', 3, { workflowId: 'bills' }), failed('d', 9, { letter: 'replayed' })])
      await fill(store, [failed('e', 1, { account: otherAccount })])
      expect(await store.executions.letterCounts(account)).toEqual([
        { workflowId: 'bills', count: 1, oldestAt: 3, newestAt: 3 },
        { workflowId: 'orders', count: 2, oldestAt: 2, newestAt: 4 },
      ])
    }),
  )
}
