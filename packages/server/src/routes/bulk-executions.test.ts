import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

type Answered = Record<string, unknown>

const failing = 'id: pay\nnodes: { a: { type: echo, next: b }, b: { type: fail } }'
const waiting = 'id: nap\nnodes: { a: { type: forever } }'

async function open() {
  const { ask, ...rest } = await testServer([failing, waiting])
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await ask(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers })
    return { status: answer.status, body: (await answer.json()) as Answered }
  }
  const bulk = async (body: object) => (await post('/executions/bulk', body)).body
  const start = async (workflow: string, query = '') => String((await post(`/workflows/${workflow}/run${query}`, {})).body.executionId)
  const statusOf = async (id: string) => ((await (await ask(`/api/v1/executions/${id}`)).json()) as Answered).status
  return { ...rest, ask, post, bulk, start, statusOf }
}

const none = { refused: 0, refusals: [], left: 0 }

test('named ones are paused, resumed and canceled, and those that cannot be say why', async () => {
  const { bulk, start, statusOf } = await open()
  const ids = [await start('nap'), await start('nap')]
  const failed = await start('pay', '?wait')
  expect(await bulk({ action: 'pause', ids, dryRun: true })).toEqual({ action: 'pause', matched: 2, done: 0, ...none, left: 2 })
  expect(await bulk({ action: 'pause', ids: [...ids, ids[0]], by: 'ada' })).toEqual({ action: 'pause', matched: 2, done: 2, ...none })
  expect(await statusOf(ids[0] ?? '')).toBe('paused')
  expect(await bulk({ action: 'resume', ids })).toMatchObject({ done: 2 })
  const { done, refusals } = await bulk({ action: 'cancel', ids: [...ids, failed, 'nobody'] })
  expect(done).toBe(2)
  expect(refusals).toMatchObject([
    { id: failed, code: 'EXECUTION_FINISHED' },
    { id: 'nobody', code: 'EXECUTION_NOT_FOUND' },
  ])
  expect(await Promise.all(ids.map(statusOf))).toEqual(['canceled', 'canceled'])
})

test('a filter takes those to which it can be done, in bounded pieces, and says how many are left', async () => {
  const { bulk, start, ask } = await open()
  for (let index = 0; index < 5; index++) await start('nap')
  await start('pay', '?wait')
  expect(await bulk({ action: 'cancel', filter: {}, dryRun: true })).toMatchObject({ matched: 5 })
  expect(await bulk({ action: 'cancel', filter: { status: ['failed'] } })).toMatchObject({ matched: 0 })
  const first = await bulk({ action: 'cancel', filter: { workflow: 'nap' }, limit: 3 })
  expect(first).toMatchObject({ matched: 3, done: 3, left: 2 })
  expect(await bulk({ action: 'cancel', filter: { workflow: 'nap' }, limit: 3, cursor: first.nextCursor })).toMatchObject({
    done: 2,
    left: 0,
  })
  const { items } = (await (await ask('/api/v1/executions?status=canceled')).json()) as { items: unknown[] }
  expect(items).toHaveLength(5)
})

test('a retry says what each runs again as, and asked for again it is the same', async () => {
  const { bulk, start, statusOf } = await open()
  const ids = [await start('pay', '?wait'), await start('pay', '?wait')]
  const outcome = await bulk({ action: 'retry', ids })
  expect(outcome).toMatchObject({ done: 2, refused: 0 })
  const started = outcome.started as { id: string; executionId: string }[]
  expect(started.map(({ id }) => id)).toEqual(ids)
  expect(await bulk({ action: 'retry', ids })).toMatchObject({ started })
  expect(await bulk({ action: 'retry', filter: { workflow: 'pay' }, dryRun: true })).toMatchObject({ matched: 2 })
  const succeeded = await start('nap')
  expect(await bulk({ action: 'retry', ids: [succeeded] })).toMatchObject({ refusals: [{ code: 'EXECUTION_UNFINISHED' }] })
  expect(await statusOf(started[0]?.executionId ?? '')).toBe('failed')
})

test('either ids or a filter is needed, not both', async () => {
  const { post } = await open()
  for (const body of [
    { action: 'cancel' },
    { action: 'cancel', ids: ['a'], filter: {} },
    { action: 'stop', ids: ['a'] },
    { action: 'cancel', ids: [] },
  ]) {
    expect((await post('/executions/bulk', body)).status).toBe(400)
  }
})
