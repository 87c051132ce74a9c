import type { JsonObject } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { openLocalServer } from '../testing/local-server.ts'
import { httpRequest } from './request.ts'

const now = Date.parse('2026-03-01T12:00:00Z')
const run = (params: JsonObject, signal?: AbortSignal) => testNode(httpRequest, { with: params, fetch, now, ...(signal ? { signal } : {}) })

const answering = (status: number, headers: Record<string, string> = {}, body = '') =>
  openLocalServer((_request, response) => response.writeHead(status, headers).end(body))

test.each([400, 401, 403, 404, 409, 410, 422])('status %i is fatal', async (status) => {
  await using server = await answering(status)
  await expect(run({ url: server.url })).rejects.toMatchObject({ name: 'FatalError', code: 'HTTP_STATUS' })
})

test.each([408, 425, 429, 500, 502, 503, 504])('status %i may be tried again', async (status) => {
  await using server = await answering(status)
  await expect(run({ url: server.url })).rejects.toMatchObject({ name: 'RetryableError', code: 'HTTP_STATUS', retryAfterMs: undefined })
})

test('the error tells status, headers and body, and names the origin but no path', async () => {
  await using server = await answering(422, { 'content-type': 'application/json' }, '{"field":"email"}')
  await expect(run({ url: `${server.url}/hooks/token-in-the-path` })).rejects.toMatchObject({
    message: `${server.url} answered with status 422.`,
    details: { status: 422, headers: { 'content-type': 'application/json' }, body: { field: 'email' } },
  })
})

test('the body in an error is cut, and text when it is not the JSON it says', async () => {
  await using long = await answering(400, { 'content-type': 'application/json' }, JSON.stringify('x'.repeat(100_000)))
  await expect(run({ url: long.url })).rejects.toMatchObject({ details: { body: `"${'x'.repeat(65_535)}` } })
  await using broken = await answering(400, { 'content-type': 'application/json' }, '<html>')
  await expect(run({ url: broken.url })).rejects.toMatchObject({ details: { body: '<html>' } })
})

test('failOnStatus: false takes every status as a success', async () => {
  for (const status of [404, 500]) {
    await using server = await answering(status, { 'content-type': 'text/plain' }, 'no')
    expect(await run({ url: server.url, failOnStatus: false })).toMatchObject({ type: 'done', output: { status, body: 'no' } })
  }
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['99999999999', 86_400_000],
  ['soon', undefined],
  ['-5', undefined],
])('Retry-After: %s is kept', async (header, retryAfterMs) => {
  for (const status of [429, 503]) {
    await using server = await answering(status, { 'retry-after': header })
    await expect(run({ url: server.url })).rejects.toMatchObject({ retryAfterMs })
  }
})

test('no connection may be tried again', async () => {
  const server = await answering(200)
  await server[Symbol.asyncDispose]()
  const failure = run({ url: server.url })
  await expect(failure).rejects.toBeInstanceOf(RetryableError)
  await expect(failure).rejects.toMatchObject({
    code: 'HTTP_NETWORK',
    message: expect.stringMatching(/^No answer from http:.*ECONNREFUSED/),
  })
})

test('a name that is not known may be tried again', async () => {
  await expect(run({ url: 'http://no-such-host.invalid' })).rejects.toMatchObject({ name: 'RetryableError', code: 'HTTP_NETWORK' })
})

test('a connection that breaks in the middle of the body may be tried again', async () => {
  await using server = await openLocalServer((_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy())
  })
  await expect(run({ url: server.url })).rejects.toMatchObject({ name: 'RetryableError', code: 'HTTP_NETWORK' })
})

test('redirects without end are a network error', async () => {
  await using server = await answering(302, { location: '/' })
  await expect(run({ url: server.url })).rejects.toMatchObject({ code: 'HTTP_NETWORK', message: expect.stringContaining('redirect') })
})

test('an abort ends a slow body at once and stays an abort', async () => {
  const abort = new AbortController()
  await using server = await openLocalServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).write('slow', () => abort.abort(new Error('the step timed out')))
  })
  await expect(run({ url: server.url }, abort.signal)).rejects.toThrow('the step timed out')
})

test('an abort before any answer stays an abort', async () => {
  const abort = new AbortController()
  await using server = await openLocalServer(() => abort.abort(new Error('cancelled')))
  await expect(run({ url: server.url }, abort.signal)).rejects.toThrow('cancelled')
})

test('what the guarded fetch has refused for good stays refused', async () => {
  const refusal = new FatalError('127.0.0.1 is a private address', { code: 'ADDRESS_REFUSED' })
  const guarded = () => Promise.reject(new TypeError('fetch failed', { cause: refusal }))
  await expect(testNode(httpRequest, { with: { url: 'http://127.0.0.1' }, fetch: guarded })).rejects.toBe(refusal)
})
