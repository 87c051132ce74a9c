import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

type Answered = Record<string, unknown>

const pay = (second: string) => `id: pay
nodes:
  a: { type: echo, with: { value: { price: 5 } }, next: b }
  b: ${second}
  c: { type: echo, with: { value: "paid {{ input }}" } }
`
const failing = pay('{ type: fail, next: c }')
const mended = pay('{ type: echo, with: { value: "{{ nodes.a.output.price * 2 }}" }, next: c }')

const saga = `id: saga
nodes:
  t: { type: try, nodes: { reserve: { type: echo, next: ship }, ship: { type: fail } }, catch: { release: { type: echo } } }
`

async function open() {
  const { ask, ...rest } = await testServer([failing, saga])
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
    const answer = await ask(`/api/v1${path}`, init)
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answered }
  }
  const show = async (id: unknown) => (await (await ask(`/api/v1/executions/${id}`)).json()) as Answered & { steps: Answered[] }
  const { body } = await post('/workflows/pay/run?wait', {})
  return { ...rest, ask, post, show, id: String(body.executionId) }
}

test('a replay of an edited workflow says what it keeps, and shows it', async () => {
  const { post, show, id, ask } = await open()
  const edited = mended.replace('price: 5', 'price: 7')
  const { status, headers, body } = await post(`/executions/${id}/replay`, { from: 'b', workflow: edited })
  expect(status).toBe(202)
  expect(headers.get('location')).toBe(body.url)
  expect(body).toMatchObject({ status: 'running', replayOf: id, workflowVersion: 2, draft: true, kept: 1, changedNodes: ['a'] })
  expect(body.warnings).toEqual([expect.stringContaining('keep their recorded outputs: a')])
  await expect.poll(async () => (await show(body.executionId)).status).not.toBe('running')
  const shown = await show(body.executionId)
  expect(shown).toMatchObject({ status: 'success', replayOf: id, replayFrom: 'b', result: 'paid 10' })
  expect(shown.steps.map(({ step, taken }) => [step, taken])).toEqual([
    ['a', { executionId: id }],
    ['b', undefined],
    ['c', undefined],
  ])
  expect(await show(id)).toMatchObject({ replays: [{ executionId: body.executionId, status: 'success' }] })
  const listed = (await (await ask(`/api/v1/executions?replayOf=${id}`)).json()) as { items: Answered[] }
  expect(listed.items).toMatchObject([{ id: body.executionId }])
  expect(await (await ask('/api/v1/workflows/pay/versions')).json()).toMatchObject({ items: [{ version: 2, draft: true }, { version: 1 }] })
  expect(await (await ask('/api/v1/workflows/pay')).json()).toMatchObject({ version: 1 })
  expect(await (await ask('/api/v1/workflows/pay?version=2')).json()).toMatchObject({ version: 2, draft: true })
})

test('a retry settles the dead letter, once; with wait it answers with the end', async () => {
  const { post, id, ask } = await open()
  const ended = await post(`/executions/${id}/retry?wait`, {})
  expect(ended).toMatchObject({ status: 200, body: { status: 'failed', error: { code: 'BROKEN', step: 'b' } } })
  const again = await post(`/executions/${id}/retry`, {})
  expect(again).toMatchObject({ status: 202, body: { executionId: ended.body.executionId, kept: 1 } })
  const letters = (await (await ask('/api/v1/dead-letters')).json()) as { items: Answered[] }
  expect(letters.items.map((letter) => letter.id)).toEqual([ended.body.executionId])
})

test('a replay warns of kept steps that a catch may have undone', async () => {
  const { post } = await open()
  const { body } = await post('/workflows/saga/run?wait', {})
  const replayed = await post(`/executions/${body.executionId}/replay`, { from: 't.ship' })
  expect(replayed.body).toMatchObject({ kept: 1, warnings: [expect.stringContaining('the kept steps in t did may be undone')] })
})

test('the same key is the same replay, and no other', async () => {
  const { post, id } = await open()
  const key = { 'idempotency-key': 'k1' }
  const first = await post(`/executions/${id}/replay`, { from: 'a' }, key)
  const second = await post(`/executions/${id}/replay`, { from: 'a' }, key)
  expect(second.body.executionId).toBe(first.body.executionId)
  const other = await post(`/executions/${id}/replay`, { from: 'b' }, key)
  expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED', executionId: first.body.executionId } })
  const without = await post(`/executions/${id}/replay`, { from: 'a' })
  expect(without.body.executionId).not.toBe(first.body.executionId)
})

test('what cannot be run again is refused with its code', async () => {
  const { post, id } = await open()
  const refused = async (path: string, body: object) => {
    const answer = await post(path, body)
    return [answer.status, answer.body.code]
  }
  expect(await refused('/executions/nobody/retry', {})).toEqual([404, 'EXECUTION_NOT_FOUND'])
  expect(await refused(`/executions/${id}/replay`, { from: 'x' })).toEqual([404, 'STEP_NOT_FOUND'])
  expect(await refused(`/executions/${id}/replay`, { from: 'c' })).toEqual([409, 'STEP_NOT_REACHED'])
  expect(await refused(`/executions/${id}/replay`, { from: 'b', data: {} })).toEqual([422, 'REPLAY_INVALID'])
  expect(await refused(`/executions/${id}/replay`, { from: 'b', version: 7 })).toEqual([404, 'WORKFLOW_NOT_FOUND'])
  expect(await refused(`/executions/${id}/replay`, { from: 'b', version: 0 })).toEqual([400, 'REQUEST_INVALID'])
  expect(await refused(`/executions/${id}/replay`, { workflow: 'id: pay\nnodes: { a: { type: ecko } }' })).toEqual([
    422,
    'WORKFLOW_INVALID',
  ])
  expect(await refused(`/executions/${id}/replay`, { workflow: mended.replace('id: pay', 'id: other') })).toEqual([422, 'REPLAY_INVALID'])
})
