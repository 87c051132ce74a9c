import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BadRequest, badRequests } from './testing/bad-requests.ts'
import { listeningServer } from './testing/listening-server.ts'
import { rawExchange, statusOf } from './testing/raw-exchange.ts'
import { type TestServer, testServer } from './testing/test-server.ts'
import { webhookWorkflow } from './testing/workflows.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const runs = Math.ceil(10_000 * scale)
const rawRuns = Math.ceil(1000 * scale)
const timeout = 600_000

const workflows = [
  webhookWorkflow({ id: 'echo', path: '/echo', method: '[POST, PUT, GET]' }),
  webhookWorkflow({ id: 'param', path: '/a/:one/:__proto', respond: 'immediately' }),
  webhookWorkflow({
    id: 'reply',
    path: '/reply',
    respond: 'respond-node',
    nodes: 'a: { type: reply, with: { body: "{{ trigger.body }}" } }',
  }),
  `id: manual
inputs: { a: { type: object } }
nodes: { a: { type: echo, with: { value: "{{ inputs }}" } } }
`,
  `id: pages
triggers:
  form: { type: form, with: { path: /sign-up, title: Sign up, rateLimit: { limit: 100000, per: 1s }, fields: [{ name: a, type: text }, { name: b, type: file }] } }
  chat: { type: chat, with: { path: /help, title: Help, respond: last-node, rateLimit: { limit: 100000, per: 1s } } }
  call: { type: function, with: { name: ask } }
nodes: { a: { type: echo } }
`,
]

const pagePaths = ['/form/sign-up', '/form', '/form/x', '/chat/help', '/chat/', '/chat/help/x']

const webhookPaths = [
  '/webhook/echo',
  '/webhook/a/b/c',
  '/webhook/reply',
  '/webhook',
  '/webhook/echo/x',
  '/webhook-test/echo',
  '/webhook-status/01abc.x',
]

const apiPaths = [
  '/api/v1/workflows',
  '/api/v1/workflows/echo',
  '/api/v1/workflows/echo/versions',
  '/api/v1/workflows/validate',
  '/api/v1/workflows/edit',
  '/api/v1/workflows/scope',
  '/api/v1/workflows/echo/scope?node=a',
  '/api/v1/workflows/manual/run',
  '/api/v1/workflows/echo/run',
  '/api/v1/executions',
  '/api/v1/executions/none',
  '/api/v1/executions/none/cancel',
  '/api/v1/functions/ask',
  '/api/v1/workflows/echo/listen',
  '/api/v1/triggers',
  '/api/v1/node-types/echo',
  '/api/v1/trigger-types',
  '/api/v1/tables',
  '/api/v1/tables/t',
  '/api/v1/tables/t/changes',
  '/api/v1/tables/t/records',
  '/api/v1/tables/t/query',
  '/api/v1/tables/t/aggregate',
  '/api/v1/table-writes',
  '/api/v1/live',
  '/api/v1/openapi.json',
  '/api/docs',
  '/healthz',
  '/',
]

/** Asks, unless the Fetch API itself refuses to build such a request. */
async function ask({ server }: TestServer, { method, target, headers, body }: BadRequest): Promise<Response | undefined> {
  const hasBody = method !== 'GET' && method !== 'HEAD'
  let request: Request
  try {
    request = new Request(`http://localhost:8577${target}`, {
      method,
      headers: headers.map(([name, value]) => [name, value]),
      ...(hasBody && { body }),
    })
  } catch {
    return undefined
  }
  return server.app.request(request)
}

async function isSound(answer: Response): Promise<void> {
  const text = await answer.text()
  expect(Object.keys(Object.prototype)).toEqual([])
  if (answer.headers.get('content-type')?.startsWith('text/html') && text.startsWith('<!doctype html>')) {
    expect(answer.headers.get('content-security-policy')).toMatch(/^(sandbox|default-src 'none';)/)
    expect(answer.status).toBeLessThan(500)
    return
  }
  if (answer.status >= 400 && text !== '') {
    const problem = JSON.parse(text) as Record<string, unknown>
    expect(problem).toMatchObject({ status: answer.status, code: expect.any(String), requestId: answer.headers.get('x-request-id') })
    expect(text).not.toMatch(/\.ts:\d+/)
  }
  // The only things of ours that answer 5xx are executions that failed, and those tell which.
  if (answer.status >= 500) expect(text).toContain('"executionId"')
}

test.each([
  ['webhooks', webhookPaths],
  ['the API', apiPaths],
  ['pages', pagePaths],
])(
  'whatever is sent to %s gets an answer with a code, and the server lives on',
  async (_, paths) => {
    const server = await testServer(workflows, { answerTimeoutMs: 1000 })
    await fc.assert(
      fc.asyncProperty(badRequests(paths), async (request) => {
        const answer = await ask(server, request)
        if (answer !== undefined) await isSound(answer)
      }),
      { numRuns: runs },
    )
    expect((await server.ask('/readyz')).status).toBe(200)
  },
  timeout,
)

/** A request line, headers and a body, each as often wrong as right. */
const rawRequest = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'TRACE', 'CONNECT', 'PRI', 'get', '', 'P\u0000ST', 'A'.repeat(100)),
    fc.constantFrom(
      ...webhookPaths,
      ...apiPaths,
      '*',
      'http://localhost/webhook/echo',
      'https://evil.test/',
      '//',
      '\\',
      '/webhook/echo?%',
      ' ',
      '/\u0001',
      `/${'a'.repeat(20_000)}`,
    ),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'FTP/1.0', ''),
    fc.array(
      fc.constantFrom(
        'Host: localhost',
        'Host: localhost',
        'Host: [::',
        'Host:',
        'Content-Length: 3',
        'Content-Length: -1',
        'Content-Length: 99999999999999999999',
        'Transfer-Encoding: chunked',
        'Transfer-Encoding: chunked, chunked',
        'Transfer-Encoding: gzip, chunked',
        'Connection: keep-alive, Upgrade',
        'Upgrade: websocket',
        'Upgrade: h2c',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        'Expect: 100-continue',
        'Expect: 200-ok',
        'Content-Type: application/json',
        'Content-Type: text/plain',
        '__proto__: 1',
        ': none',
        'no colon',
        ' folded',
        'X: \u00ff\u0001',
      ),
      { maxLength: 8 },
    ),
    fc.constantFrom(
      '',
      '{}',
      'abc',
      '3\r\nabc\r\n0\r\n\r\n',
      'ffffffffffffffff\r\n',
      '0\r\nX: y\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ),
    fc.constantFrom('\r\n', '\r\n', '\n', '\r'),
  )
  .map(([method, target, version, headers, body, newline]) =>
    [`${method} ${target} ${version}`, ...headers, 'Connection: close', '', body].join(newline),
  )

test(
  'whatever comes over a socket, the connection ends and the server lives on',
  async () => {
    const server = await listeningServer(workflows, { answerTimeoutMs: 300, requestTimeoutMs: 300 })
    await fc.assert(
      fc.asyncProperty(rawRequest, async (request) => {
        const received = await rawExchange(server.port, [Buffer.from(request, 'latin1')], 1000)
        const status = statusOf(received)
        if (status >= 400) expect(received.toLowerCase()).toContain('x-request-id: ')
        if (status >= 500) expect(received).toContain('"executionId"')
      }),
      { numRuns: rawRuns },
    )
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect(Object.keys(Object.prototype)).toEqual([])
  },
  timeout,
)
