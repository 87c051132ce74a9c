import { describe, expect, test } from 'vitest'
import { listeningServer } from './testing/listening-server.ts'
import { rawExchange, statusOf } from './testing/raw-exchange.ts'
import { testServer } from './testing/test-server.ts'
import { webhookWorkflow } from './testing/workflows.ts'

const echo = webhookWorkflow({ id: 'w', path: '/w/:x' })
const host = 'Host: localhost\r\n'
const close = 'Connection: close\r\n'

test.each(['0.0.0.0', '::', '192.168.0.10', 'example.com', '127.evil.test'])('refuses to listen on %s, and says why', async (open) => {
  const { server } = await testServer()
  const refused = server.listen({ port: 0, host: open })
  await expect(refused).rejects.toMatchObject({ code: 'HOST_NOT_LOOPBACK', message: expect.stringContaining('owner account') })
})

test('says that a port is taken', async () => {
  const { port } = await listeningServer()
  const { server } = await testServer()
  await expect(server.listen({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN', message: expect.stringContaining(`${port}`) })
})

test('serves webhooks and the API over one socket, connections kept', async () => {
  const { url, lines } = await listeningServer([echo])
  const answer = await fetch(`${url}/webhook/w/a%20b?q=1`, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  })
  expect(await answer.json()).toMatchObject({ params: { x: 'a b' }, query: { q: '1' }, body: { a: 1 } })
  expect(answer.headers.get('connection')).toBe('keep-alive')
  const missing = await fetch(`${url}/webhook/none`, { method: 'POST', body: 'nobody reads this' })
  expect([missing.status, missing.headers.get('connection')]).toEqual([404, 'keep-alive'])
  expect((await fetch(`${url}/api/v1/status`)).status).toBe(200)
  expect(lines.map((line) => (line.type === 'request' ? line.path : line.type))).toEqual([
    '/webhook/w/a%20b',
    '/webhook/none',
    '/api/v1/status',
  ])
})

test('a webhook is answered alike with and without a socket', async () => {
  const { url, ask } = await listeningServer([echo])
  for (const init of [
    { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    { method: 'PUT', body: 'x' },
    { method: 'OPTIONS' },
    { method: 'HEAD' },
  ]) {
    const [over, without] = await Promise.all([fetch(`${url}/webhook/w/1`, init), ask('/webhook/w/1', init)])
    expect([over.status, over.headers.get('allow')]).toEqual([without.status, without.headers.get('allow')])
    expect(withoutOwn(await over.text())).toEqual(withoutOwn(await without.text()))
  }
})

/** Headers and ids differ by nature. */
function withoutOwn(text: string): unknown {
  return text === '' ? '' : { ...JSON.parse(text), headers: undefined, requestId: undefined }
}

describe('bodies', () => {
  const limited = { bodyLimitBytes: 1000 }

  test('a length over the limit is refused at once', async () => {
    const { port } = await listeningServer([echo], limited)
    const answer = await rawExchange(port, [`POST /webhook/w/1 HTTP/1.1\r\n${host}Content-Length: 1001\r\n\r\n`])
    expect(statusOf(answer)).toBe(413)
    expect(answer).toContain('"code":"BODY_TOO_LARGE"')
  })

  test('are asked for only once their sender is known and their length is fit, where the sender waits for that', async () => {
    const keyed = echo.replace('respond:', 'auth: { type: bearer, secret: KEY }, respond:')
    const { port } = await listeningServer([keyed], limited)
    const send = (length: number, key: string, type: string) =>
      rawExchange(port, [
        `POST /webhook/w/1 HTTP/1.1\r\n${host}${close}Expect: 100-continue\r\nContent-Type: ${type}\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${length}\r\n\r\n`,
        ...(length === 4 ? ['true'] : []),
      ])
    for (const type of ['application/json', 'application/octet-stream']) {
      expect(statusOf(await send(1001, 'a-key', type))).toBe(413)
      expect(statusOf(await send(999, 'wrong', type))).toBe(401)
      const [first, ...then] = (await send(4, 'a-key', type)).split('\r\n\r\n')
      expect([first, statusOf(then.join('\r\n\r\n'))]).toEqual(['HTTP/1.1 100 Continue', 200])
    }
    const other = await rawExchange(port, [
      `POST /api/v1/workflows/validate HTTP/1.1\r\n${host}${close}Expect: 100-continue\r\nContent-Length: 2\r\n\r\na:`,
    ])
    expect(statusOf(other)).toBe(100)
  })

  test('a stream without an end is refused while it comes in', async () => {
    const { port } = await listeningServer([echo], limited)
    const head = `POST /webhook/w/1 HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`
    const chunk = `200\r\n${'x'.repeat(512)}\r\n`
    expect(statusOf(await rawExchange(port, [head, chunk, chunk, chunk]))).toBe(413)
  })

  test('of the API are limited too', async () => {
    const { url } = await listeningServer([], limited)
    expect((await fetch(`${url}/api/v1/workflows/validate`, { method: 'POST', body: 'x'.repeat(1001) })).status).toBe(413)
  })

  test('that come too slowly end the request', async () => {
    const { port, lines } = await listeningServer([echo], { requestTimeoutMs: 200 })
    const answer = await rawExchange(port, [`POST /webhook/w/1 HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\n123`])
    expect(statusOf(answer)).toBe(408)
    expect(lines).toContainEqual(expect.objectContaining({ status: 408 }))
  })

  test('whose sender leaves are not waited for', async () => {
    const { port, lines, ask, store } = await listeningServer([echo])
    await rawExchange(port, [`POST /webhook/w/1 HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\n123`], 50)
    // What has come until then goes to disk, and away again: on a busy machine that takes its time.
    await expect.poll(() => lines, { timeout: 60_000 }).toContainEqual(expect.objectContaining({ status: 499 }))
    expect((await store.executions.list('default', {}, { limit: 1 })).items).toEqual([])
    expect((await ask('/healthz')).status).toBe(200)
  })
})

test.each([
  ['/webhook/w/1', 200],
  ['/webhook/../webhook/w/1', 404],
  ['/webhook/w/../w/1', 404],
  ['/webhook/x/../w/1', 404],
  ['/webhook/w/%2e%2e', 404],
  ['/webhook/w/a%2fb', 404],
  ['/webhook//w/1', 404],
  ['//webhook/w/1', 404],
  ['/webhook/w/1/', 404],
  ['/webhook/W/1', 404],
  ['/WEBHOOK/w/1', 404],
  ['/webhook/w\\1', 404],
  ['/webhook/w/1#x', 404],
  ['/webhook;x/w/1', 404],
  ['/%77ebhook/w/1', 404],
  ['/webhook', 404],
  ['/webhook/', 404],
  ['/webhook/w', 404],
])('the raw target %s is answered with %i', async (target, status) => {
  const { port } = await listeningServer([echo])
  const answer = await rawExchange(port, [`POST ${target} HTTP/1.1\r\n${host}${close}Content-Length: 0\r\n\r\n`])
  expect(statusOf(answer)).toBe(status)
})

test.each([
  ['two lengths', `Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  ['a length and chunks', `Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['two encodings', `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`, 400],
  ['an encoding that is none', `Transfer-Encoding: cow\r\n\r\nab`, 400],
  ['a space before the colon', `Content-Length : 1\r\n\r\na`, 400],
  ['a folded header', `X: a\r\n b\r\nContent-Length: 0\r\n\r\n`, 400],
  ['a bare line feed', `X: a\nContent-Length: 0\r\n\r\n`, 400],
  ['a NUL in a header', `X: a\0\r\nContent-Length: 0\r\n\r\n`, 400],
  ['a second host', `Host: other\r\nContent-Length: 0\r\n\r\n`, 400],
  ['two content types', `Content-Type: text/plain\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`, 400],
  ['two content encodings', `Content-Encoding: identity\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`, 400],
  ['a header of 10 MB', `X: ${'x'.repeat(10_000_000)}\r\nContent-Length: 0\r\n\r\n`, 431],
  ['a chunk size that is none', `Transfer-Encoding: chunked\r\n\r\nxyz\r\n`, 400],
])('%s is refused and nothing is started', async (_, rest, status) => {
  const { port, store } = await listeningServer([echo])
  const answer = await rawExchange(port, [`POST /webhook/w/1 HTTP/1.1\r\n${host}${close}${rest}`])
  expect(statusOf(answer)).toBe(status)
  expect(answer.toLowerCase()).toContain('x-request-id: ')
  expect((await store.executions.list('default', {}, { limit: 1 })).items).toEqual([])
})

test('the API is refused with a second host too', async () => {
  const { port } = await listeningServer()
  const answer = await rawExchange(port, [`GET /api/v1/status HTTP/1.1\r\n${host}Host: evil.test\r\n${close}\r\n`])
  expect(statusOf(answer)).toBe(421)
})

test.each(['/webhook/w/1', '/api/v1/status', '/'])('TRACE %s is refused', async (target) => {
  const { port } = await listeningServer([echo])
  const answer = await rawExchange(port, [`TRACE ${target} HTTP/1.1\r\n${host}${close}X-Secret: 1\r\n\r\n`])
  expect([404, 405]).toContain(statusOf(answer))
  expect(answer).not.toContain('X-Secret')
})

test('attack 49: what a workflow answers is no script, style or worker for a page of this server', async () => {
  const { port, store } = await listeningServer([echo])
  const load = (target: string, wanted: string, site = 'same-origin') =>
    rawExchange(port, [
      `POST ${target} HTTP/1.1\r\n${host}${close}Sec-Fetch-Dest: ${wanted}\r\nSec-Fetch-Site: ${site}\r\nContent-Length: 0\r\n\r\n`,
    ])
  for (const wanted of ['script', 'style', 'worker', 'serviceworker']) {
    for (const target of ['/webhook/w/1', '/x/../webhook/w/1', '/webhook-test/w/1', '/api/v1/files/x/content'])
      expect(await load(target, wanted)).toContain('"code":"NOT_CODE"')
  }
  expect(await load('/assets/nope.js', 'script')).not.toContain('NOT_CODE')
  expect((await store.executions.list('default', {}, { limit: 1 })).items).toEqual([])
  // Fetched as data, and loaded by the pages of other origins, it is what it was.
  expect(statusOf(await load('/webhook/w/1', 'empty'))).toBe(200)
  expect(statusOf(await load('/webhook/w/1', 'script', 'cross-site'))).toBe(200)
})

test('CONNECT gets nowhere', async () => {
  const { port } = await listeningServer([echo])
  expect(statusOf(await rawExchange(port, [`CONNECT other:80 HTTP/1.1\r\n${host}\r\n`]))).not.toBe(200)
})

test.each([
  [
    'h2c',
    `GET /api/v1/status HTTP/1.1\r\n${host}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
  ],
  ['websocket elsewhere', `GET /api/v1/status HTTP/1.1\r\n${host}Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`],
])('an upgrade to %s is ignored', async (_, request) => {
  const { port } = await listeningServer([])
  expect(statusOf(await rawExchange(port, [request]))).toBe(200)
})

test('closing lets the requests in hand end', async () => {
  const { server } = await testServer([webhookWorkflow({ id: 'w', path: '/w', nodes: 'a: { type: forever }' })], { answerTimeoutMs: 300 })
  const listening = await server.listen({ port: 0 })
  const asked = fetch(`${listening.url}/webhook/w`, { method: 'POST' })
  const other = await fetch(`${listening.url}/healthz`)
  await other.text()
  const [answer] = await Promise.all([asked, listening.close()])
  expect(answer.status).toBe(202)
})

test('closing tells whoever still waits where the answer will be, before the sockets are closed', async () => {
  const respond = ['last-node', 'respond-node'] as const
  const hooks = respond.map((one) => webhookWorkflow({ id: one.slice(0, 4), path: `/${one}`, respond: one, nodes: 'a: { type: forever }' }))
  const called = 'id: f\ntriggers: { ask: { type: function, with: { name: f } } }\nnodes: { a: { type: forever } }\n'
  const { server, driver, store } = await testServer([...hooks, called], { stopGraceMs: 10 })
  const listening = await server.listen({ port: 0 })
  const waiting = new Promise<void>((resolve) => {
    const seen = new Set<string>()
    const stop = driver.subscribe(({ executionId, changes }) => {
      if (changes.some(({ status }) => status === 'waiting')) seen.add(executionId)
      if (seen.size < 3) return
      stop()
      resolve()
    })
  })
  const asked = ['/webhook/last-node', '/webhook/respond-node', '/api/v1/functions/f'].map((path) =>
    fetch(`${listening.url}${path}`, { method: 'POST' }),
  )
  await waiting
  const [answers] = await Promise.all([Promise.all(asked), listening.close()])
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 504])
  expect(answers[0]?.headers.get('location')).toMatch(/\/webhook-status\//)
  const { items } = await store.executions.list('default', {}, { limit: 9 })
  expect(items.map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting'])
})
