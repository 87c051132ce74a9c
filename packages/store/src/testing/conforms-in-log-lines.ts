import type { ExecutionEvent, LogLine } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { LineFilter, StoredLine } from '../log-line-store.ts'
import type { Store } from '../store.ts'
import { account, append, create, execution, otherAccount, stepSucceeded } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function logged(step: string, ...logs: readonly LogLine[]): ExecutionEvent {
  return { ...stepSucceeded(step), logs } as ExecutionEvent // A success may have logged.
}

const line = (at: number, message: string, level: LogLine['level'] = 'info'): LogLine => ({ at, level, message })

async function messages(store: Store, filter: LineFilter = {}): Promise<readonly string[]> {
  return (await store.logLines.list(account, filter, { limit: 50 })).items.map(({ message }) => message)
}

/** Two executions of one workflow, one of another, one of somebody else. */
async function fillLines(store: Store): Promise<void> {
  await store.executions.commit([
    create(execution('a', { workflowId: 'orders' }), [logged('greet', line(10, 'Hello'), line(20, 'careful', 'warn'))]),
    create(execution('b', { workflowId: 'ship' }), [logged('each[3].pack', line(15, '100% packed_up', 'error'))]),
    create(execution('x', { account: otherAccount }), [logged('greet', line(99, 'theirs'))]),
  ])
  await store.executions.commit([append('a', { after: 1, events: [stepSucceeded('quiet'), logged('greet', line(5, 'late'))] })])
}

export function conformsInLogLines(open: OpenStore): void {
  test(
    'what steps log is listed newest first, with where it was said',
    withStore(open, async (store, { reopen }) => {
      await fillLines(store)
      const again = reopen === undefined ? store : await reopen()
      const { items } = await again.logLines.list(account, {}, { limit: 50 })
      expect(items.map(({ message }) => message)).toEqual(['careful', '100% packed_up', 'Hello', 'late'])
      const { position, place, ...packed } = items[1] as StoredLine
      expect(packed).toStrictEqual({
        at: 15,
        level: 'error',
        message: '100% packed_up',
        workflowId: 'ship',
        executionId: 'b',
        step: 'each[3].pack',
        node: 'pack',
        attempt: 1,
      })
      expect(place).toBe(0)
      expect(position).toBeGreaterThan(0)
    }),
  )

  test.each<[string, LineFilter, readonly string[]]>([
    ['level', { level: 'warn' }, ['careful', '100% packed_up']],
    ['workflow', { workflowId: 'orders' }, ['careful', 'Hello', 'late']],
    ['workflow and level', { workflowId: 'orders', level: 'warn' }, ['careful']],
    ['execution', { executionId: 'b' }, ['100% packed_up']],
    ['execution, newest first', { executionId: 'a', level: 'info' }, ['careful', 'Hello', 'late']],
    ['node', { node: 'pack' }, ['100% packed_up']],
    ['time', { from: 10, to: 20 }, ['100% packed_up', 'Hello']],
    ['text', { text: 'HELLO' }, ['Hello']],
    ['text with the signs of patterns', { text: '0% packed_' }, ['100% packed_up']],
    ['text that is a pattern of others', { text: '_%' }, []],
    [
      'all at once',
      { level: 'info', workflowId: 'orders', executionId: 'a', node: 'greet', from: 1, to: 30, text: 'l' },
      ['careful', 'Hello', 'late'],
    ],
    ['nothing that is there', { workflowId: 'nobody' }, []],
  ])('lines are found by %s', async (_, filter, expected) => {
    await withStore(open, async (store) => {
      await fillLines(store)
      expect(await messages(store, filter)).toEqual(expected)
    })()
  })

  test(
    'lines are listed page by page while others are written, and told in the order of writing to who was away',
    withStore(open, async (store) => {
      expect(await store.logLines.last()).toEqual({ position: 0, place: 0 })
      await fillLines(store)
      const first = await store.logLines.list(account, {}, { limit: 3 })
      await store.executions.commit([create(execution('c'), [logged('s', line(90, 'newest'))])])
      const rest = await store.logLines.list(account, {}, { limit: 3, cursor: first.nextCursor ?? '' })
      expect(rest.items.map(({ message }) => message)).toEqual(['late'])
      expect(rest.nextCursor).toBeUndefined()
      const told = await store.logLines.since(account, { position: 0, place: 0 }, 2)
      const [, second] = told
      expect(told.map(({ message }) => message)).toEqual(['Hello', 'careful'])
      const after = await store.logLines.since(account, second as StoredLine, 50)
      expect(after.map(({ message }) => message)).toEqual(['100% packed_up', 'late', 'newest'])
      const { position, place } = after.at(-1) as StoredLine
      expect(await store.logLines.last()).toEqual({ position, place })
      await expect(store.logLines.list(account, {}, { limit: 1, cursor: 'no' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
    }),
  )

  test(
    'a long line is cut, and its whole stays in the log',
    withStore(open, async (store) => {
      const long = 'x'.repeat(5_000)
      await store.executions.commit([
        create(execution('a'), [logged('s', { ...line(1, long), data: { sku: 'A-1' } }, { ...line(2, 'short'), data: [long] })]),
      ])
      const { items } = await store.logLines.list(account, {}, { limit: 9 })
      expect(items).toMatchObject([
        { message: 'short', isCut: true },
        { message: long.slice(0, 4_096), data: { sku: 'A-1' }, isCut: true },
      ])
      expect(items[0]).not.toHaveProperty('data')
      expect(await store.executions.log(account, 'a')).toMatchObject([{ logs: [{ message: long }, { data: [long] }] }])
    }),
  )

  test(
    'odd texts are kept, and what is no text at all fails nobody',
    withStore(open, async (store) => {
      const odd = [
        line(4, '\u001b[31m<b>red</b>\u0000end'),
        line(3, 'half \ud800'),
        { ...line(2, ''), message: 17, level: 'loud' } as never,
      ]
      await store.executions.commit([create(execution('a'), [logged('s', ...odd)])])
      const { items } = await store.logLines.list(account, {}, { limit: 9 })
      expect(items).toMatchObject([{ message: odd[0]?.message }, { message: 'half \ufffd' }, { message: '17', level: 'info' }])
    }),
  )

  test(
    'what a replay takes from what it repeats is not said again, and what is deleted is not found',
    withStore(open, async (store) => {
      const taken = { ...logged('s', line(1, 'recorded')), taken: { executionId: 'a' } } as ExecutionEvent
      const ended = { status: 'success', finishedAt: 9 } as const
      await store.executions.commit([
        create(execution('a', ended), [logged('s', line(1, 'recorded'))]),
        create(execution('b', ended), [taken, logged('t', line(2, 'new'))]),
      ])
      expect(await messages(store)).toEqual(['new', 'recorded'])
      await store.retention.remove({ account, ids: ['a'], letters: 'kept' })
      expect(await messages(store)).toEqual(['new'])
      expect(await store.logLines.since(account, { position: 0, place: 0 }, 9)).toMatchObject([{ message: 'new' }])
      await store.executions.commit([create(execution('a'), [])])
      expect(await messages(store, { executionId: 'a' })).toEqual([])
    }),
  )

  test(
    'a write that is refused leaves no line',
    withStore(open, async (store) => {
      await store.executions.commit([create(execution('a'), []), append('a', { fence: 9, events: [logged('s', line(1, 'refused'))] })])
      expect(await messages(store)).toEqual([])
    }),
  )
}
