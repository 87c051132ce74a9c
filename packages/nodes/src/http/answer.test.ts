import { gzipSync } from 'node:zlib'
import type { JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { type LocalServer, openLocalServer } from '../testing/local-server.ts'
import { httpRequest } from './request.ts'

const run = (params: JsonObject) => testNode(httpRequest, { with: params, fetch })

function serve(contentType: string | undefined, body: string | Buffer, headers: Record<string, string> = {}): Promise<LocalServer> {
  return openLocalServer((_request, response) => {
    response.writeHead(200, { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers }).end(body)
  })
}

async function bodyOf(contentType: string | undefined, body: string | Buffer, params: JsonObject = {}) {
  await using server = await serve(contentType, body)
  const result = await run({ url: server.url, ...params })
  return result.type === 'done' ? (result.output as JsonObject).body : undefined
}

test.each([
  ['application/json', '{"a":1}', { a: 1 }],
  ['application/problem+json; charset=utf-8', '[null]', [null]],
  ['application/json', '', null],
  ['text/plain', '{"a":1}', '{"a":1}'],
  ['text/plain; charset=iso-8859-1', Buffer.from([0x5a, 0x6f, 0xeb]), 'Zoë'],
  ['text/plain; charset=no-such-thing', 'x', 'x'],
  ['application/xml', '<a/>', '<a/>'],
  [undefined, 'plain', 'plain'],
])('by itself, %s %j is read as %j', async (contentType, body, expected) => {
  expect(await bodyOf(contentType, body)).toEqual(expected)
})

test.each([
  [undefined, Buffer.from([0xff, 0xfe, 0x00]), 'application/octet-stream'],
  ['image/png', Buffer.from([0x89, 0x50]), 'image/png'],
])('by itself, %s %j becomes a file', async (contentType, body, mediaType) => {
  const { createHash } = await import('node:crypto')
  const sha256 = createHash('sha256').update(body).digest('hex')
  expect(await bodyOf(contentType, body)).toMatchObject({ name: 'download', mediaType, size: body.length, sha256 })
})

test('becomes a file when told so, with the name that the sender gives', async () => {
  await using server = await serve('application/json', '{"a":1}', { 'content-disposition': 'attachment; filename="../../etc/a.json"' })
  expect(await run({ url: `${server.url}/x/report`, response: 'file' })).toMatchObject({
    output: { body: { name: 'a.json', mediaType: 'application/json', size: 7 } },
  })
})

test('a file that is larger than the limit is cut off, and nothing is given out', async () => {
  await using server = await serve('image/png', Buffer.alloc(2000))
  await expect(run({ url: server.url, maxBytes: 1000 })).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' })
})

test('is read as JSON or text when told so, whatever the content type', async () => {
  expect(await bodyOf('text/plain', '{"a":1}', { response: 'json' })).toEqual({ a: 1 })
  expect(await bodyOf('application/json', '{"a":1}', { response: 'text' })).toBe('{"a":1}')
  expect(await bodyOf('application/json', '', { response: 'text' })).toBe('')
})

test('HEAD and 204 have no body', async () => {
  await using server = await openLocalServer(({ method }, response) => {
    response
      .writeHead(
        method === 'HEAD' ? 200 : 204,
        method === 'HEAD' ? { 'content-type': 'application/json', 'content-length': '99999999' } : {},
      )
      .end()
  })
  expect(await run({ url: server.url, method: 'HEAD' })).toMatchObject({ output: { status: 200, body: null } })
  expect(await run({ url: server.url, method: 'DELETE' })).toMatchObject({ output: { status: 204, body: null } })
})

test.each([['{"a":'], ['['.repeat(5000) + ']'.repeat(5000)]])('what calls itself JSON and cannot be used is fatal', async (body) => {
  await using server = await serve('application/json', body)
  await expect(run({ url: server.url })).rejects.toMatchObject({
    name: 'FatalError',
    code: 'HTTP_BAD_JSON',
    details: { status: 200, body: body.slice(0, 1000) },
  })
})

test('__proto__ in JSON is a field like any other', async () => {
  const body = await bodyOf('application/json', '{"__proto__":{"polluted":true}}')
  expect(Object.keys(body as object)).toEqual(['__proto__'])
  expect({}).not.toHaveProperty('polluted')
})

test('a body may have as many bytes as the limit and not one more', async () => {
  expect(await bodyOf('text/plain', 'x'.repeat(1000), { maxBytes: 1000 })).toHaveLength(1000)
  await using server = await serve('text/plain', 'x'.repeat(1001))
  await expect(run({ url: server.url, maxBytes: 1000 })).rejects.toMatchObject({
    name: 'FatalError',
    code: 'HTTP_TOO_LARGE',
    details: { status: 200 },
  })
})

test('a body without end is cut off, its connection too', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  await using server = await openLocalServer((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', more).on('close', resolve).writeHead(200, { 'content-type': 'text/plain' })
    more()
  })
  await expect(run({ url: server.url, maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' })
  await closed
})

test('the limit counts unpacked bytes, so a zip bomb is cut off as well', async () => {
  await using server = await serve('text/plain', gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' })
  await expect(run({ url: server.url })).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' })
})
