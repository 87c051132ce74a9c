import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const published = webhookWorkflow({
  id: 'w',
  path: '/w/:id',
  nodes: 'out: { type: echo, with: { value: { is: published, test: "{{ trigger.test }}" } } }',
})
const draft = published.replace('is: published', 'is: draft')

interface Seen {
  readonly id: string
  readonly status: string
  readonly version: number
  readonly addresses: readonly { readonly url: string }[]
  readonly call?: { readonly data?: Record<string, unknown>; readonly executionId?: string; readonly error?: string }
  readonly lastRefusal?: { readonly code: string }
}

async function listen(server: TestServer, body: object = {}, id = 'w') {
  const answer = await server.ask(`/api/v1/workflows/${id}/listen`, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, seen: (await answer.json()) as Seen & { readonly code?: string } }
}

const look = async (server: TestServer, id: string, query = '') =>
  (await (await server.ask(`/api/v1/listeners/${id}${query}`)).json()) as Seen

test('a draft takes one call, marked as a test, while production goes on', async () => {
  const server = await testServer([published])
  const { status, seen } = await listen(server, { source: draft })
  expect([status, seen]).toMatchObject([201, { status: 'listening', addresses: [{ url: 'http://localhost:8577/webhook-test/w/:id' }] }])
  const waited = look(server, seen.id, '?wait=true')
  const [tested, live] = [
    await server.ask('/webhook-test/w/7', { method: 'POST', body: '{"n":1}' }),
    await server.ask('/webhook/w/7', { method: 'POST' }),
  ]
  expect([tested.status, await tested.json(), await live.json()]).toEqual([
    200,
    { is: 'draft', test: true },
    { is: 'published', test: null },
  ])
  const after = await waited
  expect(after).toMatchObject({ status: 'received', call: { data: { test: true, params: { id: '7' } }, executionId: expect.any(String) } })
  const execution = await server.store.executions.get('default', after.call?.executionId ?? '')
  expect(execution).toMatchObject({ workflowId: 'w', workflowVersion: after.version, isTest: true })
  const again = await server.ask('/webhook-test/w/7', { method: 'POST' })
  expect([again.status, await again.json()]).toEqual([404, expect.objectContaining({ code: 'NOBODY_LISTENS' })])
})

test('what is pinned on the canvas stands in for running it, in the test alone', async () => {
  const server = await testServer([published])
  await server.ask('/api/v1/workflows/w/pins', { method: 'PATCH', body: '{"out":"pinned"}' })
  await listen(server)
  const answers = [await server.ask('/webhook-test/w/7', { method: 'POST' }), await server.ask('/webhook/w/7', { method: 'POST' })]
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(['pinned', { is: 'published', test: null }])
})

test('it may only show what came, and starts nothing', async () => {
  const server = await testServer([published])
  const { seen } = await listen(server, { mode: 'data' })
  const answer = await server.ask('/webhook-test/w/7?a=b', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"n":1}',
  })
  expect(await answer.json()).toEqual({ received: true })
  expect((await look(server, seen.id)).call?.data).toMatchObject({ body: { n: 1 }, query: { a: 'b' } })
  expect((await server.store.executions.list('default', {}, { limit: 5 })).items).toEqual([])
})

test('callers prove who they are as in production; whoever does not is told of, and it goes on listening', async () => {
  const guarded = published.replace(
    'path: "/w/:id"',
    'path: "/w/:id", auth: { type: bearer, secret: KEY }, rateLimit: { limit: 1, per: 1h }',
  )
  const server = await testServer([guarded])
  const { seen } = await listen(server)
  const post = (headers: Record<string, string>) => server.ask('/webhook-test/w/7', { method: 'POST', headers })
  expect((await post({})).status).toBe(401)
  expect(await look(server, seen.id)).toMatchObject({ status: 'listening', lastRefusal: { code: 'WEBHOOK_UNAUTHORIZED' } })
  expect((await post({ authorization: 'Bearer a-key' })).status).toBe(200)
  expect((await server.ask('/webhook/w/7', { method: 'POST', headers: { authorization: 'Bearer a-key' } })).status).toBe(200)
})

test('of many who call at once, one is taken', async () => {
  const server = await testServer([published])
  await listen(server)
  const answers = await Promise.all(Array.from({ length: 10 }, () => server.ask('/webhook-test/w/7', { method: 'POST' })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 404)])
  expect((await server.store.executions.list('default', {}, { limit: 20 })).items).toHaveLength(1)
})

test('two cannot listen at one address; one that is taken away, or whose time is up, makes room', async () => {
  let now = 1_000_000
  const server = await testServer([published], { clock: { now: () => now } })
  const first = await listen(server, { for: '1m' })
  expect((await listen(server)).seen).toMatchObject({ code: 'LISTENER_TAKEN' })
  expect((await server.ask(`/api/v1/listeners/${first.seen.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await server.ask(`/api/v1/listeners/${first.seen.id}`)).status).toBe(404)
  const second = await listen(server, { for: '1m' })
  now += 60_000
  expect((await server.ask('/webhook-test/w/7', { method: 'POST' })).status).toBe(404)
  expect(await look(server, second.seen.id, '?wait=true')).toMatchObject({ status: 'expired' })
  expect((await listen(server)).status).toBe(201)
})

test('what there is nothing to listen with is told', async () => {
  const server = await testServer([published, 'id: quiet\nnodes: { a: { type: echo } }'])
  const codes = [
    await listen(server, {}, 'nope'),
    await listen(server, {}, 'quiet'),
    await listen(server, { trigger: 'nope' }),
    await listen(server, { source: draft.replace('type: echo', 'type: ecco') }),
    await listen(server, { source: 'a: [' }),
    await listen(server, { for: '2h' }),
  ].map(({ seen }) => seen.code)
  expect(codes).toEqual([
    'WORKFLOW_UNKNOWN',
    'TRIGGER_NOT_FOUND',
    'TRIGGER_NOT_FOUND',
    'WORKFLOW_INVALID',
    'WORKFLOW_INVALID',
    'REQUEST_INVALID',
  ])
  expect((await server.ask('/webhook-test/w/7', { method: 'POST' })).status).toBe(404)
})

test('a delivery of a test is not taken for one of production, and no flood of listeners fills the memory', async () => {
  const server = await testServer([published.replace('path: "/w/:id"', 'path: "/w/:id", deduplicate: X-Id')])
  const headers = { 'x-id': '1' }
  await listen(server, { source: draft.replace('path: "/w/:id"', 'path: "/w/:id", deduplicate: X-Id') })
  const tested = await server.ask('/webhook-test/w/7', { method: 'POST', headers })
  const live = await server.ask('/webhook/w/7', { method: 'POST', headers })
  expect([await tested.json(), await live.json()]).toMatchObject([{ is: 'draft' }, { is: 'published' }])
  for (let count = 0; count < 25; count++) {
    const { status } = await listen(server, { source: draft.replace('/w/:id', `/w${count}`) })
    expect(status).toBe(count < 20 ? 201 : 429)
  }
})

test('those that have had their call leave room for others, and only the newest of them are remembered', async () => {
  const server = await testServer([published])
  const ids: string[] = []
  for (let times = 0; times < 60; times++) {
    const { status, seen } = await listen(server, { mode: 'data', for: '30m' })
    expect([times, status]).toEqual([times, 201])
    ids.push(seen.id)
    expect((await server.ask('/webhook-test/w/7', { method: 'POST' })).status).toBe(200)
  }
  expect((await look(server, ids.at(-1) ?? '')).status).toBe('received')
  expect((await server.ask(`/api/v1/listeners/${ids[0]}`)).status).toBe(404)
})
