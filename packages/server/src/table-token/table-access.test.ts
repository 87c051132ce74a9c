import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const url = '/api/v1/tables/note'
const access = { read: ['owner', 'role:editor'], create: ['signed-in'], update: ['owner'], delete: ['owner'] }

type Answered = Record<string, unknown>

/** Asks as whoever the token is of; without one as the operator. */
function askerOf({ ask }: TestServer) {
  return async (token: string | undefined, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await ask(path, {
      method,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') === true && !path.includes('ndjson')
    return { status: answer.status, headers: answer.headers, text, json: (isJson ? JSON.parse(text) : {}) as Answered }
  }
}

async function openNotes(rules: object = access) {
  const server = await testServer()
  const ask = askerOf(server)
  await ask(undefined, 'POST', '/api/v1/tables', { name: 'note', columns: [{ name: 'title', type: 'string' }], access: rules })
  const tokenFor = async (id: string | null, roles: readonly string[] = [], more: object = {}) =>
    String((await ask(undefined, 'POST', '/api/v1/table-tokens', { id, roles, ...more })).json.token)
  return { server, ask, tokenFor }
}

test('with a token one sees and writes records as the person that it stands for', async () => {
  const { ask, tokenFor } = await openNotes()
  const [ada, bob, eve] = [await tokenFor('ada'), await tokenFor('bob'), await tokenFor('eve', ['editor'])]
  const made = await ask(ada, 'POST', `${url}/records`, { title: 'of ada' })
  expect([made.status, made.json.owner]).toEqual([201, 'ada'])
  const place = `${url}/records/${made.json.id}`
  const titles = async (token?: string) =>
    ((await ask(token, 'GET', `${url}/records?count=true`)).json as { items: Answered[]; count: number }).count
  expect([await titles(ada), await titles(bob), await titles(eve), await titles()]).toEqual([1, 0, 1, 1])
  expect((await ask(ada, 'PUT', place, { title: 'again' })).json).toMatchObject({ title: 'again', owner: 'ada' })
  expect((await ask(undefined, 'PUT', place, { title: 'by the operator' })).json).toMatchObject({ owner: 'ada' })
  for (const [method, body] of [['GET'], ['PATCH', {}], ['PUT', {}], ['DELETE']] as const) {
    expect([method, (await ask(bob, method, place, body)).status]).toEqual([method, 404])
  }
  expect((await ask(eve, 'PATCH', place, { title: 'x' })).json).toMatchObject({ status: 403, code: 'TABLE_ACCESS_DENIED' })
  expect((await ask(ada, 'GET', url)).json).toMatchObject({ access, count: 1 })
  expect((await ask(bob, 'GET', `${url}/export?format=csv`)).text.split('\n').filter(Boolean)).toHaveLength(1)
  expect((await ask(ada, 'GET', `${url}/export?format=csv`)).text).toContain('by the operator')
  expect((await ask(ada, 'DELETE', place)).status).toBe(204)
})

test('where the rules allow nothing, every route of records refuses, and says it of a table that is not there alike', async () => {
  const { ask, tokenFor } = await openNotes({})
  const token = await tokenFor('ada', ['admin'])
  const operations = [{ type: 'insert', table: 'note', record: {} }]
  for (const table of [url, '/api/v1/tables/missing']) {
    const tries = [
      ['GET', table],
      ['GET', `${table}/records`],
      ['POST', `${table}/records`, {}],
      ['POST', `${table}/query`, {}],
      ['POST', `${table}/aggregate`, { metrics: { n: { count: true } } }],
      ['GET', `${table}/records/a`],
      ['PATCH', `${table}/records/a`, {}],
      ['PUT', `${table}/records/a`, {}],
      ['DELETE', `${table}/records/a`],
      ['GET', `${table}/export`],
      ['POST', '/api/v1/table-writes', { operations }],
    ] as const
    for (const [method, path, body] of tries) {
      const { status, json } = await ask(token, method, path, body)
      expect([method, path, status, json.code]).toEqual([method, path, 403, 'TABLE_ACCESS_DENIED'])
    }
  }
  const alone = await ask(token, 'POST', '/api/v1/table-writes', { operations, mode: 'alone' })
  expect(alone.json.items).toMatchObject([{ error: { code: 'TABLE_ACCESS_DENIED' } }])
})

test('a token is good for records and nothing else', async () => {
  const { ask, tokenFor, server } = await openNotes()
  const token = await tokenFor('ada')
  const document = (await ask(undefined, 'GET', '/api/v1/openapi.json')).json as { paths: Record<string, Record<string, unknown>> }
  const open: string[] = []
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      const { json } = await ask(token, method.toUpperCase(), path.replace(/\{\w+\}/g, 'a'))
      if (json.code !== 'TABLE_TOKEN_NARROW') open.push(`${method} ${path}`)
    }
  }
  expect(open.sort()).toEqual([
    'delete /api/v1/tables/{table}/records/{id}',
    'get /api/v1/tables/{table}',
    'get /api/v1/tables/{table}/export',
    'get /api/v1/tables/{table}/records',
    'get /api/v1/tables/{table}/records/{id}',
    'get /healthz',
    'get /readyz',
    'patch /api/v1/tables/{table}/records/{id}',
    'post /api/v1/table-writes',
    'post /api/v1/tables/{table}/aggregate',
    'post /api/v1/tables/{table}/query',
    'post /api/v1/tables/{table}/records',
    'put /api/v1/tables/{table}/records/{id}',
  ])
  expect(JSON.stringify(server.lines)).not.toContain(token)
})

test('a token that is wrong, revoked or over is refused, and never taken for none', async () => {
  let now = 1_800_000_000_000
  const server = await testServer([], { clock: { now: () => now } })
  const ask = askerOf(server)
  await ask(undefined, 'POST', '/api/v1/tables', { name: 'note', access: { read: ['anyone'] } })
  const make = async (body: object) => (await ask(undefined, 'POST', '/api/v1/table-tokens', body)).json
  const short = await make({ id: 'ada', expiresAt: new Date(now + 1_000).toISOString() })
  const lasting = await make({ id: 'ada' })
  const status = async (token: unknown) => (await ask(String(token), 'GET', `${url}/records`)).status
  expect([await status(short.token), await status(lasting.token)]).toEqual([200, 200])
  now += 1_000
  const revoked = await ask(undefined, 'DELETE', `/api/v1/table-tokens/${lasting.tokenId}`)
  expect([revoked.status, await status(short.token), await status(lasting.token), await status('mrt_x'), await status('')]).toEqual([
    204, 401, 401, 401, 401,
  ])
  expect((await ask('x', 'GET', '/api/v1/workflows')).json).toMatchObject({ status: 401, code: 'TABLE_TOKEN_INVALID' })
  const listed = (await ask(undefined, 'GET', '/api/v1/table-tokens')).text
  expect([listed.includes(String(short.tokenId)), listed.includes(String(short.token)), listed.includes('hash')]).toEqual([
    true,
    false,
    false,
  ])
  expect((await ask(undefined, 'DELETE', `/api/v1/table-tokens/${lasting.tokenId}`)).status).toBe(404)
  expect((await make({ id: 'ada', expiresAt: '2001-01-01T00:00:00Z' })).code).toBe('REQUEST_INVALID')
  // A proxy's own credentials are none of ours.
  expect((await ask(undefined, 'GET', `${url}/records`, undefined, { authorization: 'Basic eDp5' })).status).toBe(200)
})

test('a page of another site may ask with a token, and without one may not', async () => {
  const { ask, tokenFor } = await openNotes()
  const token = await tokenFor('ada')
  const foreign = { origin: 'https://app.test', 'sec-fetch-site': 'cross-site' }
  const preflight = await ask(undefined, 'OPTIONS', `${url}/records`, undefined, {
    ...foreign,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization, content-type',
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST')
  const made = await ask(token, 'POST', `${url}/records`, { title: 'a' }, foreign)
  expect([made.status, made.headers.get('access-control-allow-origin')]).toEqual([201, '*'])
  const refused = await ask('mrt_x', 'GET', `${url}/records`, undefined, foreign)
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
  expect((await ask(undefined, 'POST', `${url}/records`, { title: 'a' }, foreign)).status).toBe(403)
  const read = await ask(undefined, 'GET', `${url}/records`, undefined, foreign)
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
  const elsewhere = await ask(undefined, 'OPTIONS', '/api/v1/workflows', undefined, { ...foreign, 'access-control-request-method': 'POST' })
  expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull()
})
