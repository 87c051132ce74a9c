import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { openApiDocument } from './open-api/open-api-document.ts'
import { testServer } from './testing/test-server.ts'
import { webhookWorkflow } from './testing/workflows.ts'

/** Every address there is. Whoever adds one decides here, in the open, who may reach it. */
const reviewed = {
  public: [
    'ALL /chat/*',
    'ALL /form/*',
    'ALL /webhook-status/*',
    'ALL /webhook-test/*',
    'ALL /webhook-waiting/*',
    'ALL /webhook/*',
    'GET /healthz',
    'GET /readyz',
  ],
  /** For the operator, and with a token for tables. */
  records: [
    'DELETE /api/v1/tables/:table/records/:id',
    'GET /api/v1/tables/:table',
    'GET /api/v1/tables/:table/export',
    'GET /api/v1/tables/:table/records',
    'GET /api/v1/tables/:table/records/:id',
    'PATCH /api/v1/tables/:table/records/:id',
    'POST /api/v1/table-writes',
    'POST /api/v1/tables/:table/aggregate',
    'POST /api/v1/tables/:table/query',
    'POST /api/v1/tables/:table/records',
    'PUT /api/v1/tables/:table/records/:id',
  ],
  local: [
    'DELETE /api/v1/table-tokens/:tokenId',
    'GET /api/v1/table-tokens',
    'POST /api/v1/table-tokens',
    'GET /',
    'GET /api/docs',
    'DELETE /api/v1/connections/:name',
    'DELETE /api/v1/dead-letters/:id',
    'DELETE /api/v1/executions/:id',
    'DELETE /api/v1/files/:id',
    'DELETE /api/v1/tables/:table',
    'DELETE /api/v1/values/:space/:key',
    'DELETE /api/v1/workflows/:id',
    'GET /api/v1/connection-types',
    'GET /api/v1/connections',
    'GET /api/v1/connections/:name',
    'GET /api/v1/dead-letters',
    'GET /api/v1/dead-letters/:id',
    'GET /api/v1/dead-letters/counts',
    'GET /api/v1/events',
    'GET /api/v1/events/:id',
    'GET /api/v1/executions',
    'GET /api/v1/executions/:id',
    'GET /api/v1/executions/:id/events',
    'GET /api/v1/executions/:id/steps/:step',
    'GET /api/v1/files',
    'GET /api/v1/files/:id',
    'DELETE /api/v1/listeners/:id',
    'GET /api/v1/import/parse/:execution',
    'GET /api/v1/listeners/:id',
    'POST /api/v1/workflows/:id/listen',
    'GET /api/v1/live',
    'GET /api/v1/logs',
    'GET /api/v1/node-types',
    'GET /api/v1/node-types/:type',
    'GET /api/v1/openapi.json',
    'GET /api/v1/retention',
    'GET /api/v1/polls',
    'GET /api/v1/polls/:workflow/:trigger',
    'GET /api/v1/schedules',
    'GET /api/v1/schedules/:workflow/:trigger',
    'GET /api/v1/search',
    'GET /api/v1/statistics',
    'GET /api/v1/status',
    'GET /api/v1/executions/export',
    'GET /api/v1/templates',
    'POST /api/v1/import/n8n',
    'POST /api/v1/import/parse',
    'POST /api/v1/import/parse/review',
    'GET /api/v1/table-schema',
    'GET /api/v1/tables',
    'GET /api/v1/triggers',
    'GET /api/v1/trigger-types',
    'GET /api/v1/trigger-types/:type',
    'GET /api/v1/triggers/:workflow/:trigger',
    'GET /api/v1/values/:space',
    'GET /api/v1/values/:space/:key',
    'GET /api/v1/workflow-schema.json',
    'GET /api/v1/workflows',
    'GET /api/v1/workflows/:id',
    'GET /api/v1/workflows/:id/draft',
    'PUT /api/v1/workflows/:id/draft',
    'DELETE /api/v1/workflows/:id/draft',
    'POST /api/v1/workflows/:id/draft/publish',
    'POST /api/v1/workflows/:id/draft/run',
    'GET /api/v1/workflows/:id/layout',
    'PATCH /api/v1/workflows/:id/layout',
    'GET /api/v1/workflows/:id/pins',
    'PATCH /api/v1/workflows/:id/pins',
    'POST /api/v1/workflows/:id/roll-back',
    'GET /api/v1/workflows/:id/scope',
    'GET /api/v1/workflows/:id/versions',
    'PATCH /api/v1/connections/:name',
    'PATCH /api/v1/workflows/:id',
    'POST /api/v1/backup',
    'POST /api/v1/connections',
    'POST /api/v1/dead-letters/:id/replay',
    'POST /api/v1/dead-letters/discard',
    'POST /api/v1/dead-letters/replay',
    'POST /api/v1/events',
    'POST /api/v1/executions/:id/cancel',
    'POST /api/v1/executions/bulk',
    'POST /api/v1/executions/:id/pause',
    'POST /api/v1/executions/:id/replay',
    'POST /api/v1/executions/:id/resume',
    'POST /api/v1/executions/:id/retry',
    'POST /api/v1/executions/:id/steps/:step/decision',
    'POST /api/v1/files',
    'POST /api/v1/functions/:name',
    'POST /api/v1/executions/delete',
    'POST /api/v1/retention/run',
    'PATCH /api/v1/retention',
    'POST /api/v1/polls/:workflow/:trigger/look',
    'POST /api/v1/polls/:workflow/:trigger/pause',
    'POST /api/v1/polls/:workflow/:trigger/resume',
    'POST /api/v1/schedules/:workflow/:trigger/backfill',
    'POST /api/v1/schedules/:workflow/:trigger/pause',
    'POST /api/v1/schedules/:workflow/:trigger/resume',
    'POST /api/v1/schedules/:workflow/:trigger/run',
    'POST /api/v1/schedules/preview',
    'POST /api/v1/search/rebuild',
    'POST /api/v1/table-schema',
    'POST /api/v1/tables',
    'POST /api/v1/tables/:table/changes',
    'POST /api/v1/tables/:table/import',
    'POST /api/v1/workflows',
    'POST /api/v1/workflows/:id/run',
    'POST /api/v1/workflows/edit',
    'POST /api/v1/workflows/scope',
    'POST /api/v1/workflows/validate',
    'PUT /api/v1/connections/:name',
    'PUT /api/v1/values/:space/:key',
    'PUT /api/v1/workflows/:id',
  ],
}

test('the routes are exactly the reviewed ones', async () => {
  const { server } = await testServer()
  const routes = (server.app as Hono).routes.map(({ method, path }) => `${method} ${path}`)
  expect(routes.sort()).toEqual([...reviewed.public, ...reviewed.records, ...reviewed.local].sort())
})

test('exactly the public routes answer under a foreign name', async () => {
  const { server } = await testServer()
  for (const route of [...reviewed.public, ...reviewed.records, ...reviewed.local]) {
    const [method = '', path = ''] = route.replace('ALL', 'POST').replace('*', 'none').split(' ')
    const answer = await server.app.request(new Request(`http://evil.test${path}`, { method, headers: { host: 'evil.test:8577' } }))
    const isRefused = answer.status === 421
    expect([route, isRefused]).toEqual([route, !reviewed.public.includes(route)])
  }
})

test.each([
  ['localhost:8577', 200],
  ['127.0.0.1:1', 200],
  ['[::1]:8577', 200],
  ['millrace.example', 200],
  ['LOCALHOST', 200],
  ['millrace.example:81', 421],
  ['localhost.evil.test', 421],
  ['127.0.0.1.evil.test', 421],
  ['', 421],
])('the Host %j is answered with %i', async (host, status) => {
  const { server } = await testServer([], { publicUrl: 'https://millrace.example/' })
  const answer = await server.app.request(new Request('http://localhost/api/v1/status', { headers: { host } }))
  expect(answer.status).toBe(status)
})

test.each([
  [{}, 200],
  [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:5173' }, 200],
  [{ 'sec-fetch-site': 'none' }, 200],
  [{ origin: 'http://localhost:8577' }, 200],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ origin: 'http://evil.test' }, 403],
  [{ origin: 'http://localhost:3000' }, 403],
  [{ origin: 'null' }, 403],
])('a page that says %j gets %i for a change', async (headers, status) => {
  const { ask } = await testServer()
  const answer = await ask('/api/v1/workflows/validate', { method: 'POST', body: 'id: a', headers: { host: 'localhost:8577', ...headers } })
  expect(answer.status).toBe(status)
})

test('what is not there is a problem too, and names the methods there are', async () => {
  const { ask } = await testServer()
  const nowhere = await ask('/api/v1/nowhere')
  expect([nowhere.status, nowhere.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  expect(await nowhere.json()).toMatchObject({ code: 'NOT_FOUND', status: 404, type: 'urn:millrace:problem:NOT_FOUND' })
  const wrong = await ask('/api/v1/node-types/x', { method: 'DELETE' })
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, OPTIONS, HEAD'])
  const asked = await ask('/api/v1/workflows/x', { method: 'OPTIONS' })
  expect([asked.status, asked.headers.get('allow'), asked.headers.get('access-control-allow-origin')]).toEqual([
    204,
    'GET, PUT, DELETE, PATCH, OPTIONS, HEAD',
    null,
  ])
})

test('an address with a name left out is none, whatever the method', async () => {
  const { ask } = await testServer()
  for (const method of ['POST', 'OPTIONS']) expect((await ask('/api/v1/executions//cancel', { method })).status).toBe(404)
})

test('every answer of the API has its headers', async () => {
  const { ask } = await testServer()
  for (const path of ['/api/v1/status', '/api/v1/executions/none', '/api/docs']) {
    const { headers } = await ask(path)
    expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store'])
    expect(headers.get('x-request-id')).toMatch(/./)
  }
})

test('the log has one line for each request, without its query', async () => {
  const { ask, lines } = await testServer([webhookWorkflow({ id: 'w', path: '/w' })])
  const first = await ask('/webhook/w?token=secret', { method: 'POST' })
  await ask('/api/v1/executions?cursor=secret')
  expect(lines).toEqual([
    {
      type: 'request',
      method: 'POST',
      path: '/webhook/w',
      status: 200,
      ms: expect.any(Number),
      requestId: first.headers.get('x-request-id'),
    },
    { type: 'request', method: 'GET', path: '/api/v1/executions', status: 400, ms: expect.any(Number), requestId: expect.any(String) },
  ])
})

test('the OpenAPI document describes every route of the API and leads nowhere wrong', async () => {
  const { ask } = await testServer()
  const text = await (await ask('/api/v1/openapi.json')).text()
  const document = JSON.parse(text) as ReturnType<typeof openApiDocument>
  expect(document.openapi).toBe('3.1.0')
  const described = Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
    Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(described.sort()).toEqual(
    [...reviewed.public, ...reviewed.records, ...reviewed.local].filter((route) => !route.startsWith('ALL')).sort(),
  )
  const names = Object.keys((document.components as { schemas: object }).schemas)
  for (const [, name] of text.matchAll(/"\$ref":"([^"]+)"/g)) expect(names.map((one) => `#/components/schemas/${one}`)).toContain(name)
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('docs/api.md names only addresses that exist', async () => {
  const { ask } = await testServer()
  const guide = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')
  const paths = [...guide.matchAll(/(?:localhost:8577|`)(\/(?:api|healthz|readyz)[^\s'"`?]*)/g)].map(([, path = '']) => path)
  expect(paths.length).toBeGreaterThan(15)
  for (const path of paths) {
    // OPTIONS names the methods of an address that is there; what is nowhere answers 404.
    expect([path, (await ask(path, { method: 'OPTIONS' })).status]).toEqual([path, 204])
  }
})

test('the address that the server prints leads to the page of the API', async () => {
  const { ask } = await testServer()
  const answer = await ask('/')
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/api/docs'])
})

test('the page of the API is whole and has nothing from elsewhere', async () => {
  const { ask } = await testServer()
  const answer = await ask('/api/docs')
  const html = await answer.text()
  expect(html).toContain('/api/v1/executions/{id}')
  // Markdown is read, and the schema of a parameter is told in words.
  expect(html).toContain('<td><code>nextCursor</code> of the page before.</td>')
  expect(html).toContain('<td>integer, 1 to 200; 50 when left out</td>')
  expect(html.replace(/<pre>.*?<\/pre>/gs, '')).not.toContain('`')
  expect(html).not.toMatch(/<script|https?:\/\/(?!localhost)[^<]*\.(js|css)/)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})
