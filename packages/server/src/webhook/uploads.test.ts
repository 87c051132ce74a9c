import { request as httpRequest } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const webhook = (params: object, nodes = 'out: { type: echo, with: { value: "{{ trigger }}" } }', more = '') =>
  `id: w\ntriggers: { hook: { type: webhook, with: ${JSON.stringify({ path: '/w', respond: 'last-node', auth: 'none', ...params })} } }\n${more}nodes:\n  ${nodes}\n`

const files = async ({ store }: TestServer) => (await store.files.list('default', {}, { limit: 50 })).items
const executions = async ({ store }: TestServer) => (await store.executions.list('default', {}, { limit: 50 })).items

interface Echoed {
  readonly body: Readonly<Record<string, { readonly fileId: string; readonly name: string }>>
}

function form(...parts: readonly (readonly [string, string | File])[]): FormData {
  const made = new FormData()
  for (const [name, value] of parts) made.append(name, value)
  return made
}

test('of a multipart form, fields are texts and uploads are files of the execution that they start', async () => {
  const server = await testServer([webhook({})])
  const photo = new File(['\u0000photo'], '../../Ä photo.png', { type: 'image/png' })
  const body = form(['title', 'A <b>title</b>'], ['tag', 'a'], ['tag', 'b'], ['photo', photo], ['__proto__', 'own'])
  const answer = await server.ask('/webhook/w', { method: 'POST', body })
  expect(answer.status).toBe(200)
  const { body: seen } = (await answer.json()) as Echoed
  expect(seen).toMatchObject({
    title: 'A <b>title</b>',
    tag: ['a', 'b'],
    photo: { fileId: expect.stringMatching(/^f_[0-9a-f]{32}$/), name: 'Ä photo.png', mediaType: 'image/png', size: 6 },
  })
  expect(Object.keys(seen)).toContain('__proto__')
  const [execution] = await executions(server)
  expect(await files(server)).toMatchObject([{ id: seen.photo?.fileId, executionId: execution?.id }])
  expect(await (await server.ask(`/api/v1/files/${seen.photo?.fileId}`)).text()).toBe('\u0000photo')
})

test('attack 13: an upload and a field that look like expressions stay what they are', async () => {
  const server = await testServer([webhook({})])
  const body = form(['a', '{{ secrets.KEY }}'], ['b', new File(['x'], '{{ 1 + 1 }}.txt')])
  const answer = await server.ask('/webhook/w', { method: 'POST', body })
  expect(await answer.json()).toMatchObject({ body: { a: '{{ secrets.KEY }}', b: { name: '{{ 1 + 1 }}.txt' } } })
})

test('an empty field for files is left out, an empty file is not', async () => {
  const server = await testServer([webhook({})])
  const body = form(['none', new File([], '')], ['empty', new File([], 'empty.txt')])
  const { body: seen } = (await (await server.ask('/webhook/w', { method: 'POST', body })).json()) as Echoed
  expect(seen).toEqual({ empty: expect.objectContaining({ name: 'empty.txt', size: 0 }) })
})

const part = (name: string, content: string) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
const upload = (size: number) =>
  `--x\r\ncontent-disposition: form-data; name="f"; filename="f"\r\ncontent-type: text/plain\r\n\r\n${'y'.repeat(size)}\r\n`

test.each([
  ['no part at all', '--x--\r\n', 'BODY_NOT_MULTIPART'],
  ['no end', part('a', 'b'), 'BODY_NOT_MULTIPART'],
  ['an upload that breaks off', upload(10).trimEnd(), 'BODY_NOT_MULTIPART'],
  ['JSON', '{"files":{"x":{"filepath":"/etc/passwd"}}}', 'BODY_NOT_MULTIPART'],
  ['1,001 parts', `${part('a', 'b').repeat(1001)}--x--`, 'TOO_MANY_FIELDS'],
  ['101 files', `${upload(1).repeat(101)}--x--`, 'TOO_MANY_FIELDS'],
  ['a field of more than 1 MiB', `${part('a', 'b'.repeat(1_048_577))}--x--`, 'BODY_TOO_LARGE'],
  ['a name of more than 200 bytes', `${part('a'.repeat(201), 'b')}--x--`, 'BODY_TOO_LARGE'],
  ['a file over the limit of files', `${upload(100_001)}--x--`, 'FILE_TOO_LARGE'],
  ['two files, the second over the limit of the trigger', `${upload(90_000)}${upload(90_000)}${upload(90_000)}--x--`, 'BODY_TOO_LARGE'],
])('attack 21: a multipart body with %s is refused, and nothing of it is kept', async (_, body, code) => {
  const server = await testServer([webhook({ maxBytes: code === 'TOO_MANY_FIELDS' ? '2MB' : body.length > 1_000_000 ? '2MB' : 200_000 })])
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const answer = await server.ask('/webhook/w', { method: 'POST', headers, body })
  expect(await answer.json()).toMatchObject({ code })
  expect([await files(server), await executions(server)]).toEqual([[], []])
})

test('a start that is refused leaves no file behind, and neither does a stranger', async () => {
  const full = await testServer([webhook({}, undefined, 'settings: { rateLimit: { limit: 1, per: 1h } }\n')])
  const send = (headers = {}) => full.ask('/webhook/w', { method: 'POST', headers, body: form(['f', new File(['x'], 'f')]) })
  expect([(await send()).status, (await send()).status]).toEqual([200, 429])
  expect(await files(full)).toHaveLength(1)
  const guarded = await testServer([webhook({ auth: { type: 'bearer', secret: 'KEY' } })])
  const body = form(['f', new File(['x'], 'f')])
  expect((await guarded.ask('/webhook/w', { method: 'POST', body })).status).toBe(401)
  expect(await files(guarded)).toEqual([])
  expect((await guarded.ask('/webhook/w', { method: 'POST', body, headers: { authorization: 'Bearer a-key' } })).status).toBe(200)
})

test('a delivery that comes again with its uploads leaves no second copy of them', async () => {
  const server = await testServer([webhook({ deduplicate: 'X-Id' })])
  const send = () => server.ask('/webhook/w', { method: 'POST', headers: { 'x-id': '7' }, body: form(['f', new File(['x'], 'f')]) })
  const [first, second] = [await (await send()).text(), await (await send()).text()]
  expect(second).toBe(first)
  expect(await files(server)).toHaveLength(1)
})

test('a sender that goes away in the middle of an upload leaves nothing behind', async () => {
  const server = await testServer([webhook({})])
  const { port, close } = await server.server.listen({ port: 0 })
  onTestFinished(close)
  const headers = { 'content-type': 'application/octet-stream', 'content-length': '1000' }
  const gone = Promise.withResolvers<void>()
  const sending = httpRequest({ host: '127.0.0.1', port, path: '/webhook/w', method: 'POST', headers })
  sending.on('error', () => gone.resolve())
  sending.write('half', () => setImmediate(() => sending.destroy(new Error('gone'))))
  await gone.promise
  while (!server.lines.some((line) => line.type === 'request' && line.status === 499)) await new Promise((resolve) => setImmediate(resolve))
  expect([await files(server), await executions(server)]).toEqual([[], []])
})

test('a body is limited by the trigger, and what is held in memory by the server too', async () => {
  const small = await testServer([webhook({ maxBytes: 10 })])
  const post = async (server: TestServer, body: string, type: string) =>
    (await server.ask('/webhook/w', { method: 'POST', headers: { 'content-type': type }, body })).status
  expect(await Promise.all([10, 11].map((size) => post(small, 'x'.repeat(size), 'text/plain')))).toEqual([200, 413])
  expect(await Promise.all([10, 11].map((size) => post(small, 'x'.repeat(size), 'image/png')))).toEqual([200, 413])
  const large = await testServer([webhook({ maxBytes: '50kB' })], { bodyLimitBytes: 20 })
  expect([await post(large, 'x'.repeat(21), 'text/plain'), await post(large, 'x'.repeat(40_000), 'image/png')]).toEqual([413, 200])
})

test.each([
  ['{"a": 1 }', 'application/json', { rawBody: '{"a": 1 }', body: { a: 1 } }],
  ['\ufeffhi', 'text/plain', { rawBody: '\ufeffhi', body: 'hi' }],
  [new Uint8Array([0xe4]), 'text/plain; charset=latin1', { rawBody: '5A==', rawBodyEncoding: 'base64', body: 'ä' }],
  ['\u0000', 'image/png', { rawBody: { size: 1, mediaType: 'image/png' } }],
  [`${part('a', 'b')}--x--`, 'multipart/form-data; boundary=x', { rawBody: { mediaType: 'multipart/form-data' }, body: { a: 'b' } }],
])('the raw body of %j as %s is there when it is asked for', async (body, type, expected) => {
  const server = await testServer([webhook({ rawBody: true })])
  const answer = await server.ask('/webhook/w', { method: 'POST', headers: { 'content-type': type }, body })
  expect(await answer.json()).toMatchObject(expected)
})

test('a respond step sends a file as a stream, under its own type, and nothing of it runs', async () => {
  const nodes = 'out: { type: reply, with: { file: "{{ trigger.body }}", headers: { x-mine: a } } }'
  const server = await testServer([webhook({ respond: 'respond-node' }, nodes)])
  const { url, close } = await server.server.listen({ port: 0 })
  onTestFinished(close)
  const body = `<script>alert(1)</script>${'x'.repeat(90_000)}`
  for (const ask of [server.ask, (path: string, init: RequestInit) => fetch(`${url}${path}`, init)]) {
    const answer = await ask('/webhook/w', { method: 'POST', headers: { 'content-type': 'image/png' }, body: Buffer.from(body) })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'x-mine': 'a',
    })
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      'image/png',
      `inline; filename="body"; filename*=UTF-8''body`,
    ])
    expect(await answer.text()).toBe(body)
  }
})
