import type { JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { openLocalServer } from '../testing/local-server.ts'
import { httpRequest } from './request.ts'

const run = (params: JsonObject, signal?: AbortSignal) => testNode(httpRequest, { with: params, fetch, ...(signal ? { signal } : {}) })
const echo = () => openLocalServer((_request, response) => response.end())

async function sent(params: (url: string) => JsonObject) {
  await using server = await echo()
  await run(params(server.url))
  const [request] = server.requests
  if (!request) throw new Error('No request came in')
  return request
}

test('gives out status, headers and body', async () => {
  await using server = await openLocalServer((_request, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'X-Trace': 'abc', 'set-cookie': ['a=1', 'b=2'] }).end('{"id":7}')
  })
  expect(await run({ url: server.url })).toMatchObject({
    type: 'done',
    output: { status: 201, headers: { 'x-trace': 'abc', 'set-cookie': ['a=1', 'b=2'] }, body: { id: 7 } },
  })
})

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('sends %s', async (method) => {
  expect(await sent((url) => ({ url, method }))).toMatchObject({ method, body: '' })
})

test('adds the query to the one in the URL, which stays as it is', async () => {
  const query = { tag: ['a b', 'c&d'], page: 2, all: true, none: null }
  expect((await sent((url) => ({ url: `${url}/x?q=%20y&q=1#part`, query }))).url).toBe('/x?q=%20y&q=1&tag=a+b&tag=c%26d&page=2&all=true')
})

test('sends a map or list as JSON and a text as it is', async () => {
  const json = await sent((url) => ({ url, method: 'POST', body: { name: 'Zoë' } }))
  expect(json).toMatchObject({ body: '{"name":"Zoë"}', headers: { 'content-type': 'application/json' } })
  const text = await sent((url) => ({ url, method: 'POST', body: 'Zoë' }))
  expect(text).toMatchObject({ body: 'Zoë', headers: { 'content-type': 'text/plain;charset=UTF-8' } })
})

test('sends a body of null, and none when there is none', async () => {
  expect((await sent((url) => ({ url, method: 'PUT', body: null }))).body).toBe('null')
  expect((await sent((url) => ({ url, method: 'PUT' }))).headers['content-type']).toBeUndefined()
})

test('sends what bodyType says: JSON, text or a form', async () => {
  expect((await sent((url) => ({ url, method: 'POST', bodyType: 'json', body: 'x' }))).body).toBe('"x"')
  expect((await sent((url) => ({ url, method: 'POST', bodyType: 'text', body: { a: 1 } }))).body).toBe('{"a":1}')
  const form = await sent((url) => ({ url, method: 'POST', bodyType: 'form', body: { a: 'x&y', b: [1, 2], c: null } }))
  expect(form).toMatchObject({ body: 'a=x%26y&b=1&b=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
})

test.each([[[1]], [{ a: { b: 1 } }], ['x']])('a form cannot hold %j', async (body) => {
  await expect(run({ url: 'http://127.0.0.1:9', method: 'POST', bodyType: 'form', body })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})

test("the user's headers win over the node's own", async () => {
  const headers = { 'Content-Type': 'application/vnd.api+json', 'User-Agent': 'me', 'X-Count': 3, 'X-None': null }
  const request = await sent((url) => ({ url, method: 'POST', body: {}, headers }))
  expect(request.headers).toMatchObject({ 'content-type': 'application/vnd.api+json', 'user-agent': 'me', 'x-count': '3' })
  expect(request.headers).not.toHaveProperty('x-none')
})

test('signs in with a user name or a token', async () => {
  const basic = await sent((url) => ({ url, auth: { type: 'basic', username: 'ann', password: 'pä:ss' } }))
  expect(basic.headers.authorization).toBe(`Basic ${Buffer.from('ann:pä:ss').toString('base64')}`)
  const bearer = await sent((url) => ({ url, auth: { type: 'bearer', token: 'abc' } }))
  expect(bearer.headers.authorization).toBe('Bearer abc')
})

test('POST and PATCH carry the idempotency key of the step', async () => {
  for (const method of ['POST', 'PATCH']) {
    expect((await sent((url) => ({ url, method }))).headers['idempotency-key']).toBe('test-idempotency-key')
  }
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect((await sent((url) => ({ url, method }))).headers).not.toHaveProperty('idempotency-key')
})

test('the idempotency key can be chosen or switched off', async () => {
  const chosen = await sent((url) => ({ url, method: 'POST', headers: { 'Idempotency-Key': 'mine' } }))
  expect(chosen.headers['idempotency-key']).toBe('mine')
  const off = await sent((url) => ({ url, method: 'POST', idempotencyKey: false }))
  expect(off.headers).not.toHaveProperty('idempotency-key')
})

test('follows redirects unless told not to', async () => {
  await using server = await openLocalServer(({ url }, response) => {
    if (url === '/new') response.end('arrived')
    else response.writeHead(302, { location: '/new' }).end()
  })
  expect(await run({ url: `${server.url}/old` })).toMatchObject({ output: { status: 200, body: 'arrived' } })
  expect(await run({ url: `${server.url}/old`, followRedirects: false })).toMatchObject({
    output: { status: 302, headers: { location: '/new' } },
  })
})

test('a redirect to another origin does not take the credentials along', async () => {
  await using target = await echo()
  await using server = await openLocalServer((_request, response) => response.writeHead(302, { location: `${target.url}/` }).end())
  await run({ url: server.url, auth: { type: 'bearer', token: 'abc' } })
  expect(target.requests[0]?.headers).not.toHaveProperty('authorization')
})

test.each([
  ['another scheme', { url: 'file:///etc/passwd' }],
  ['a script', { url: 'javascript:alert(1)' }],
  ['no URL', { url: '/orders' }],
  ['credentials in the URL', { url: 'https://ann:secret@example.test' }],
  ['a line break in a header', { url: 'https://example.test', headers: { a: 'x\r\nb: y' } }],
  ['a line break in the name of a header', { url: 'https://example.test', headers: { 'a\r\nb': 'x' } }],
  ['a character that no header can hold', { url: 'https://example.test', headers: { a: '☃' } }],
  ['a header that is the client’s business', { url: 'https://example.test', headers: { 'Content-Length': 5 } }],
  ['a line break in a token', { url: 'https://example.test', auth: { type: 'bearer', token: 'a\nb' } }],
  ['a colon in a user name', { url: 'https://example.test', auth: { type: 'basic', username: 'a:b', password: '' } }],
  ['a body with GET', { url: 'https://example.test', body: {} }],
])('%s is refused before anything is sent', async (_what, params) => {
  expect(httpRequest.checkParams(params)).toHaveLength(1)
  await expect(testNode(httpRequest, { with: params })).rejects.toMatchObject({ name: 'FatalError', code: 'BAD_PARAMS' })
})
