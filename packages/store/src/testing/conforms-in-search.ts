import type { ExecutionEvent, Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { ExecutionFilter } from '../execution-store.ts'
import { parseTextQuery } from '../search/text-query.ts'
import type { Store } from '../store.ts'
import { account, append, commitOne, create, execution, otherAccount, stepSucceeded } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

function started(data: Json): ExecutionEvent {
  const facts = { at: 1, executionId: 'e', workflow: { id: 'w', version: 1 }, inputs: {}, vars: {}, env: {} }
  return { type: 'execution-started', ...facts, trigger: { id: 't', type: 'webhook', data: { body: data } } }
}

async function finds(store: Store, text: string, filter: ExecutionFilter = {}, limit = 100): Promise<readonly string[]> {
  const query = parseTextQuery(text)
  if (query === undefined) throw new Error(`"${text}" is no query.`)
  await store.search.caughtUp()
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await store.search.find({ account, query, filter, page: { limit, ...(cursor !== undefined && { cursor }) } })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    expect(page.completeTo).toBeUndefined()
    found.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

export function conformsInSearch(open: OpenStore): void {
  test(
    'executions are found by what came in, what steps gave, and how they failed, the newest first',
    withStore(open, async (store) => {
      await store.executions.commit([
        create(execution('a'), [started({ order: 4711, customer: 'Ada' })]),
        create(execution('b'), [started({ order: 4712 }), stepSucceeded('s', 'for order 4711 too')]),
        create(execution('c'), [started('nothing of it')]),
      ])
      const error = { code: 'HTTP_STATUS', class: 'fatal', message: 'Customer "Ada" is gone' } as const
      const failed: ExecutionEvent = { type: 'step-failed', at: 2, step: 's', attempt: 1, startedAt: 1, random: 0, error }
      await commitOne(store, append('c', { after: 1, events: [failed], patch: { status: 'failed', finishedAt: 9 } }))
      expect(await finds(store, '4711')).toEqual(['b', 'a'])
      expect(await finds(store, 'ada')).toEqual(['c', 'a'])
      expect(await finds(store, 'ada 4711')).toEqual(['a'])
      expect(await finds(store, '"order 4711"')).toEqual(['b'])
      expect(await finds(store, 'http_status')).toEqual(['c'])
      expect(await finds(store, 'custom*')).toEqual(['c'])
      expect(await finds(store, 'nowhere')).toEqual([])
    }),
  )

  test(
    'the words of one query may stand in different writes of an execution, also in later ones',
    withStore(open, async (store) => {
      await store.executions.commit([create(execution('a'), [started('alpha')])])
      expect(await finds(store, 'alpha')).toEqual(['a'])
      await commitOne(store, append('a', { after: 1, events: [stepSucceeded('s', 'beta')] }))
      expect(await finds(store, 'alpha beta')).toEqual(['a'])
      await commitOne(store, append('a', { after: 2, events: [stepSucceeded('t', 'gamma')], patch: { status: 'success', finishedAt: 5 } }))
      expect(await finds(store, 'alpha beta gamma')).toEqual(['a'])
    }),
  )

  test(
    'a text and a filter must both hold, page by page',
    withStore(open, async (store) => {
      const rows = Array.from({ length: 40 }, (_, index) =>
        execution(`e${String(index).padStart(2, '0')}`, {
          workflowId: index % 2 === 0 ? 'orders' : 'my-mails_2',
          status: index % 3 === 0 ? 'failed' : 'success',
          startedAt: 1000 + index,
          finishedAt: 1000 + index + (index % 5),
          triggerType: index % 4 === 0 ? 'schedule' : 'webhook',
        }),
      )
      await store.executions.commit(rows.map((row, index) => create(row, [started(index % 7 === 0 ? 'special text' : 'text')])))
      const filters: readonly ExecutionFilter[] = [
        {},
        { workflowId: 'orders' },
        { workflowIds: ['my-mails_2', 'none'] },
        { status: ['failed'] },
        { triggerType: 'schedule', minDurationMs: 2 },
        { startedFrom: 1010, startedTo: 1030 },
        { workflowId: 'nowhere' },
      ]
      for (const filter of filters) {
        const listed = (await store.executions.list(account, filter, { limit: 100 })).items.map(({ id }) => id)
        expect(await finds(store, 'text', filter, 6), JSON.stringify(filter)).toEqual(listed)
        const special = listed.filter((id) => Number(id.slice(1)) % 7 === 0)
        expect(await finds(store, 'special', filter, 2)).toEqual(special)
      }
    }),
  )

  test(
    'never shows another account',
    withStore(open, async (store) => {
      const theirs = execution('a', { account: otherAccount })
      await store.executions.commit([create(theirs, [started('secret plan')]), create(execution('b'), [started('plan')])])
      expect(await finds(store, 'plan')).toEqual(['b'])
      expect(await finds(store, 'secret')).toEqual([])
    }),
  )

  test(
    'special characters and operators of any query language are looked for, or come to nothing',
    withStore(open, async (store) => {
      await store.executions.commit([create(execution('a'), [started(`it's "100 %" (a OR b) NEAR x*y tokens:z ^start -- ; DROP TABLE`)])])
      for (const text of [
        "it's",
        '(a',
        'OR',
        'NEAR',
        'x*y',
        'tokens:z',
        '^start',
        '"--" DROP',
        'NOT',
        'a AND b',
        '·w·orders',
        'a\u0000b',
      ]) {
        const wanted = ['NOT', 'a AND b', '·w·orders', 'a\u0000b'].includes(text) ? [] : ['a']
        expect(await finds(store, text), text).toEqual(wanted)
      }
    }),
  )

  test(
    'large values are searched too, and what is deleted is not found any more',
    withStore(open, async (store) => {
      const large = `${'filler '.repeat(20_000)} needle`
      const row = execution('a', { status: 'success', finishedAt: 2 })
      await store.executions.commit([create(row, [started('hay'), stepSucceeded('s', large)])])
      expect(await finds(store, 'needle hay')).toEqual(['a'])
      await store.retention.remove({ account, ids: ['a'], letters: 'kept' })
      expect(await finds(store, 'needle')).toEqual([])
    }),
  )

  test(
    'the index can be made anew at any time',
    withStore(open, async (store) => {
      await store.executions.commit([create(execution('a'), [started('alpha')])])
      await store.search.rebuild()
      expect(await finds(store, 'alpha')).toEqual(['a'])
      const { indexed, recorded } = await store.search.progress()
      expect([indexed, recorded]).toEqual([1, 1])
    }),
  )
}
