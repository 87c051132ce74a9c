import type { Json } from '@millrace/engine'
import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { openLocalServer } from '../testing/local-server.ts'
import { httpRequest } from './request.ts'

async function sent(params: Record<string, Json>, host = createMemoryHost(Date.now)) {
  await using server = await openLocalServer((_request, response) => response.end())
  await testNode(httpRequest, { with: { url: server.url, method: 'POST', ...params }, fetch, host })
  const [request] = server.requests
  if (!request) throw new Error('No request came in')
  return request
}

test('the bytes of a file are sent as they are, with its type and length', async () => {
  const host = createMemoryHost(Date.now)
  const file = await host.files.write(new TextEncoder().encode('a,b\n1,2\n'), { name: 'x.csv', mediaType: 'text/csv' })
  expect(await sent({ bodyType: 'file', body: file }, host)).toMatchObject({
    body: 'a,b\n1,2\n',
    headers: { 'content-type': 'text/csv', 'content-length': '8' },
  })
})

test('a multipart form holds fields, lists and files, read back by another parser', async () => {
  const host = createMemoryHost(Date.now)
  const file = await host.files.write(new TextEncoder().encode('hello'), { name: 'a "b"\r\n.txt', mediaType: 'text/plain' })
  const { body, headers } = await sent({ bodyType: 'multipart', body: { n: 1, tags: ['x', 'y'], none: null, doc: file } }, host)
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] ?? '' } }).formData()
  expect([...form.keys()]).toEqual(['n', 'tags', 'tags', 'doc'])
  expect(form.get('n')).toBe('1')
  expect(form.getAll('tags')).toEqual(['x', 'y'])
  const doc = form.get('doc') as File
  expect([await doc.text(), doc.type]).toEqual(['hello', 'text/plain'])
  expect(body).toContain('filename="a %22b%22%0D%0A.txt"')
})

test.each<[string, Json]>([
  ['file', 'text'],
  ['file', { fileId: '/etc/passwd' }],
  ['multipart', 'text'],
  ['multipart', { a: { b: 1 } }],
])('bodyType: %s cannot send %j', async (bodyType, body) => {
  await expect(sent({ bodyType, body })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})

test('an API key goes into a header or the query', async () => {
  expect((await sent({ auth: { type: 'api-key', value: 'k' } })).headers['x-api-key']).toBe('k')
  expect((await sent({ auth: { type: 'api-key', value: 'k', name: 'Token' } })).headers.token).toBe('k')
  expect((await sent({ auth: { type: 'api-key', value: 'k', name: 'key', in: 'query' } })).url).toBe('/?key=k')
})

test('a connection sends the request through its own fetch, and stands alone', async () => {
  const connected: string[] = []
  const host = createMemoryHost(Date.now, {
    connections: {
      open: () => Promise.reject(new Error('An HTTP node opens no connection')),
      fetch: async (name) => {
        connected.push(name)
        return fetch
      },
    },
  })
  await sent({ connection: 'stripe' }, host)
  expect(connected).toEqual(['stripe'])
  expect(httpRequest.checkParams({ url: 'http://x.test', connection: 'a', auth: { type: 'bearer', token: 't' } })).toMatchObject([
    { path: ['connection'] },
  ])
})

test('which statuses may be tried again can be said', async () => {
  await using server = await openLocalServer((_request, response) => response.writeHead(409).end())
  const failure = (more: Record<string, Json>) => testNode(httpRequest, { with: { url: server.url, ...more }, fetch })
  await expect(failure({})).rejects.toMatchObject({ name: 'FatalError' })
  await expect(failure({ retryStatuses: [409] })).rejects.toMatchObject({ name: 'RetryableError', code: 'HTTP_STATUS' })
})
