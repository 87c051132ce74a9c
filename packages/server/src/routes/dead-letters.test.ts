import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const failing = (id: string) => `id: ${id}\nnodes:\n  f: { type: fail, with: { message: "No {{ trigger.n }}" } }`
const mended = (id: string) => `id: ${id}\nnodes:\n  f: { type: echo, with: { value: "{{ trigger.n }}" } }`

async function fail({ driver }: TestServer, workflow: string, n: number): Promise<string> {
  const { executionId, finished } = await driver.start({
    account: 'default',
    workflowId: workflow,
    trigger: { id: 'manual', type: 'manual', data: { n } },
  })
  await finished
  return executionId
}

async function call<T = Record<string, unknown>>({ ask }: TestServer, path: string, body?: object): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await (await ask(`/api/v1/dead-letters${path}`, init)).json()) as T
}

test('what failed is listed with its error, shown with what it was started with, and counted', async () => {
  const server = await testServer([failing('a'), failing('b')])
  const first = await fail(server, 'a', 1)
  const second = await fail(server, 'b', 2)
  expect(await call(server, '')).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ id: first, letter: 'open', error: expect.objectContaining({ code: 'BROKEN', message: 'No 1' }) }),
      expect.objectContaining({ id: second }),
    ]),
  })
  expect(await call(server, '?workflow=b&code=BROKEN')).toMatchObject({ items: [{ id: second }] })
  expect(await call(server, '?code=OTHER')).toEqual({ items: [] })
  expect(await call(server, `/${first}`)).toMatchObject({ trigger: { data: { n: 1 } }, inputs: {}, letter: 'open' })
  expect(await call(server, '/counts')).toMatchObject({
    items: [
      { workflowId: 'a', count: 1, newestAt: expect.stringContaining('T') },
      { workflowId: 'b', count: 1 },
    ],
  })
  expect(await call(server, '/nobody')).toMatchObject({ code: 'LETTER_NOT_FOUND', status: 404 })
})

test('one is replayed, once, and the history links both ways', async () => {
  const server = await testServer([failing('a')])
  const id = await fail(server, 'a', 1)
  await server.publish(mended('a'))
  const { executionId } = await call<{ executionId: string }>(server, `/${id}/replay`, {})
  expect(await call(server, `/${id}/replay`, { version: 'same' })).toEqual({ executionId, replayOf: id })
  expect(await call(server, `/${id}`)).toMatchObject({ letter: 'replayed', replayedAs: executionId })
  const replay = (await (await server.ask(`/api/v1/executions/${executionId}`)).json()) as object
  expect(replay).toMatchObject({ replayOf: id, workflowVersion: 2 })
  expect(await call(server, '')).toEqual({ items: [] })
  expect((await server.ask(`/api/v1/dead-letters/${id}`, { method: 'DELETE' })).status).toBe(409)
})

test('many are replayed or discarded by filter or by id, and the rest stays', async () => {
  const server = await testServer([failing('a'), failing('b')])
  const ids = [await fail(server, 'a', 1), await fail(server, 'a', 2), await fail(server, 'b', 3)]
  await server.publish(mended('a'))
  expect(await call(server, '/replay', { filter: { workflow: 'a' }, limit: 1 })).toMatchObject({
    replayed: [{}],
    failed: [],
    hasMore: true,
  })
  expect(await call(server, '/replay', { ids: [ids[0], 'nobody'] })).toMatchObject({ failed: [{ id: 'nobody', code: 'LETTER_NOT_FOUND' }] })
  expect(await call(server, '/discard', { filter: { workflow: 'b' } })).toEqual({ discarded: 1, hasMore: false })
  expect(await call(server, `/${ids[2]}/replay`, {})).toMatchObject({ code: 'LETTER_SETTLED', status: 409 })
  for (const wrong of [{}, { ids, filter: {} }, { ids: [] }])
    expect(await call(server, '/discard', wrong)).toMatchObject({ code: 'REQUEST_INVALID' })
})

test('one is discarded, and stays in the history', async () => {
  const server = await testServer([failing('a')])
  const id = await fail(server, 'a', 1)
  for (let times = 0; times < 2; times++) expect((await server.ask(`/api/v1/dead-letters/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await server.ask('/api/v1/dead-letters/nobody', { method: 'DELETE' })).status).toBe(404)
  expect((await server.ask(`/api/v1/executions/${id}`)).status).toBe(200)
})
