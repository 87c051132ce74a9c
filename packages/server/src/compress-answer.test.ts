import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { jsonAnswer } from './answer.ts'
import { compressAnswer } from './compress-answer.ts'
import { testServer } from './testing/test-server.ts'

const large = jsonAnswer(200, { items: Array.from({ length: 300 }, (_, index) => ({ name: `item ${index}` })) }, { etag: '"7"' })

test('A large answer is compressed for a caller who takes that, and keeps its other headers', async () => {
  const { status, headers, body } = await compressAnswer(large, 'br;q=1.0, gzip;q=0.8')
  expect(status).toBe(200)
  expect(headers).toEqual({ ...large.headers, vary: 'accept-encoding', 'content-encoding': 'gzip' })
  expect(gunzipSync(body as Uint8Array).toString()).toBe(large.body)
})

test.each(['', 'identity', 'gzip;q=0', 'gzip;q=0.0, br', 'br'])('A caller who takes "%s" gets it as it is', async (accepted) => {
  const { headers, body } = await compressAnswer(large, accepted)
  expect(body).toBe(large.body)
  expect(headers).toEqual({ ...large.headers, vary: 'accept-encoding' })
})

test.each([
  ['small', jsonAnswer(200, { is: 'small' })],
  ['empty', { status: 204, headers: {}, body: null }],
  ['no text', { status: 200, headers: { 'content-type': 'image/png' }, body: new Uint8Array(5_000) }],
  ['compressed', { status: 200, headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: new Uint8Array(5_000) }],
  ['streamed', { status: 200, headers: { 'content-type': 'application/json' }, body: new ReadableStream<Uint8Array>() }],
])('An answer that is %s is sent as it is', async (_, answer) => {
  expect(await compressAnswer(answer, 'gzip')).toBe(answer)
})

test('The API compresses what it answers', async () => {
  const { server } = await testServer()
  const plain = await server.app.request('/api/v1/openapi.json')
  const packed = await server.app.request('/api/v1/openapi.json', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await packed.bytes()).toString()).toBe(await plain.text())
})
