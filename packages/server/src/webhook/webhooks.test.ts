import { describe, expect, test } from 'vitest'
import { listeningServer } from '../testing/listening-server.ts'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const echo = webhookWorkflow({ id: 'orders', path: '/orders/:id' })

async function bodyOf(body: string | Uint8Array<ArrayBuffer>, contentType: string): Promise<unknown> {
  const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w' })])
  const answer = await ask('/webhook/w', { method: 'POST', headers: { 'content-type': contentType }, body })
  const { body: read, code } = (await answer.json()) as Record<string, unknown>
  return answer.status === 200 ? read : code
}

test('a workflow sees method, path, parameters, query, headers and body', async () => {
  const { ask } = await testServer([echo])
  const headers = { 'content-type': 'application/json', 'X-Shop': 'a' }
  const answer = await ask('/webhook/orders/4%202?page=1&tag=a&tag=b&empty', { method: 'POST', headers, body: '{"total":7}' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    id: 'hook',
    type: 'webhook',
    method: 'POST',
    path: '/orders/4%202',
    params: { id: '4 2' },
    query: { page: '1', tag: ['a', 'b'], empty: '' },
    headers: { 'content-type': 'application/json', 'x-shop': 'a' },
    body: { total: 7 },
  })
})

test('what proves who the sender is does not reach the trigger, and so no row', async () => {
  const { ask } = await testServer([echo])
  const credentials = { authorization: 'Bearer canary', cookie: 'session=canary', 'proxy-authorization': 'Basic canary' }
  const answer = await ask('/webhook/orders/1', { method: 'POST', headers: { ...credentials, 'x-shop': 'a' } })
  expect(await answer.json()).toMatchObject({ headers: { 'x-shop': 'a' } })
  const listed = await ask('/api/v1/executions')
  const { items } = (await listed.json()) as { items: { id: string }[] }
  const log = await (await ask(`/api/v1/executions/${items[0]?.id}/events`)).text()
  expect(log).toContain('x-shop')
  expect(log).not.toContain('canary')
})

describe('the body is read as its Content-Type says', () => {
  test.each([
    ['{"a":[1,null]}', 'application/json', { a: [1, null] }],
    ['{"a":1}', 'application/vnd.api+json; charset=utf-8', { a: 1 }],
    ['a=1&b=x+y&a=2', 'application/x-www-form-urlencoded', { a: ['1', '2'], b: 'x y' }],
    ['hello', 'text/plain', 'hello'],
    ['<a/>', 'application/xml', '<a/>'],
    ['', 'application/json', null],
    ['', 'application/octet-stream', null],
    ['\u0000\u0001', 'application/octet-stream', expect.objectContaining({ fileId: expect.stringMatching(/^f_/), size: 2, name: 'body' })],
    ['--x', 'multipart/mixed; boundary=x', expect.objectContaining({ size: 3, mediaType: 'multipart/mixed; boundary=x' })],
    ['--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--', 'multipart/form-data; boundary=x', { a: 'b' }],
  ])('%j as %s', async (body, type, expected) => {
    expect(await bodyOf(body, type)).toEqual(expected)
  })

  test('latin1 text', async () => {
    expect(await bodyOf(new Uint8Array([0xe4]), 'text/plain; charset=iso-8859-1')).toBe('ä')
  })

  test.each([
    ['{"a":1}', { a: 1 }],
    [' [1]', [1]],
    ['{not json}=1', { '{not json}': '1' }],
  ])('curl -d %j, which is called a form, is JSON when it parses as a map or list', async (body, expected) => {
    expect(await bodyOf(body, 'application/x-www-form-urlencoded')).toEqual(expected)
  })
})

test.each([
  ['{"a":', 'application/json', 'BODY_NOT_JSON'],
  ['--x\r\n', 'application/json', 'BODY_NOT_JSON'],
  ['{"a":1}', 'multipart/form-data; boundary=x', 'BODY_NOT_MULTIPART'],
  ['{"a":1}', 'multipart/form-data', 'BODY_NOT_MULTIPART'],
  ['{"a":1}', 'application/json, text/plain', 'CONTENT_TYPE_INVALID'],
  ['{"a":1}', 'json', 'CONTENT_TYPE_INVALID'],
  ['{"a":1}', 'application/json; charset=utf-16', 'CHARSET_UNKNOWN'],
  ['hi', 'text/plain; charset=klingon', 'CHARSET_UNKNOWN'],
  ['['.repeat(1000), 'application/json', 'BODY_TOO_DEEP'],
  ['['.repeat(1000), 'application/x-www-form-urlencoded', 'BODY_TOO_DEEP'],
  ['&'.repeat(10_001), 'application/x-www-form-urlencoded', 'TOO_MANY_FIELDS'],
])('%.20j as %s is refused as %s', async (body, type, code) => {
  expect(await bodyOf(body, type)).toBe(code)
})

test('text that is not UTF-8 is refused', async () => {
  expect(await bodyOf(new Uint8Array([0x22, 0xff, 0x22]), 'application/json')).toBe('BODY_NOT_TEXT')
  const { ask } = await testServer()
  const answer = await ask('/api/v1/workflows/a/run', { method: 'POST', body: new Uint8Array([0x61, 0x0a, 0x62, 0xff]) })
  expect(await answer.json()).toMatchObject({ code: 'BODY_NOT_TEXT', position: { line: 2, column: 2 } })
})

test('invalid JSON is told with its place', async () => {
  const { ask } = await testServer([echo])
  const answer = await ask('/webhook/orders/1', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{\n "a": x}' })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toMatchObject({
    code: 'BODY_NOT_JSON',
    status: 400,
    detail: 'The body is not valid JSON at line 2, column 7.',
    position: { line: 2, column: 7, offset: 8 },
  })
})

test('a compressed body is refused', async () => {
  const { ask } = await testServer([echo])
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
  const answer = await ask('/webhook/orders/1', { method: 'POST', headers, body: 'x' })
  expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'identity'])
})

test('prototype keys are plain data in bodies, forms and queries', async () => {
  const { ask } = await testServer([echo])
  const query = '__proto__=q&constructor=c&__proto__=r'
  const forms = [
    ['application/json', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
    ['application/x-www-form-urlencoded', '__proto__=1&toString=2'],
  ] as const
  for (const [type, body] of forms) {
    const answer = await ask(`/webhook/orders/1?${query}`, { method: 'POST', headers: { 'content-type': type }, body })
    const text = await answer.text()
    expect(text).toContain('"query":{"__proto__":["q","r"],"constructor":"c"}')
    expect(text).toContain(type === 'application/json' ? `"body":${body}` : '"body":{"__proto__":"1","toString":"2"}')
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect('polluted' in {}).toBe(false)
})

test('a value that looks like an expression stays text', async () => {
  expect(await bodyOf('{"a":"{{ 1 + 1 }}","b":"=1+1"}', 'application/json')).toEqual({ a: '{{ 1 + 1 }}', b: '=1+1' })
})

test('a body that poses as an upload is only a body', async () => {
  const files = { files: { x: { filepath: '/etc/passwd' } } }
  expect(await bodyOf(JSON.stringify(files), 'application/json')).toEqual(files)
})

test('an unknown path tells nothing of the others, an unknown method those there are', async () => {
  const { ask } = await testServer([webhookWorkflow({ id: 'push', path: '/github/push', method: '[POST, PUT]' })])
  const wrongPath = await ask('/webhook/github/pusch', { method: 'POST' })
  expect(wrongPath.status).toBe(404)
  const told = await wrongPath.text()
  expect(JSON.parse(told)).toMatchObject({ code: 'WEBHOOK_NOT_FOUND' })
  expect(told).not.toContain('/webhook/github/push')
  const wrongMethod = await ask('/webhook/github/push', { headers: { 'x-http-method-override': 'POST' } })
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST, PUT, OPTIONS, HEAD'])
})

test('OPTIONS and HEAD say what there is and start nothing', async () => {
  const { ask, store } = await testServer([webhookWorkflow({ id: 'w', path: '/w', method: 'GET' })])
  for (const method of ['OPTIONS', 'HEAD']) {
    const answer = await ask('/webhook/w', { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, OPTIONS, HEAD'])
  }
  expect((await store.executions.list('default', {}, { limit: 10 })).items).toEqual([])
})

test('a body over the limit is refused', async () => {
  const { ask } = await testServer([echo], { bodyLimitBytes: 10 })
  expect((await ask('/webhook/orders/1', { method: 'POST', body: 'x'.repeat(11) })).status).toBe(413)
  expect((await ask('/webhook/orders/1', { method: 'POST', body: 'x'.repeat(10) })).status).toBe(200)
})

test('the webhook at "/" is found with a slash and without, over a socket too', async () => {
  const { url, ask } = await listeningServer([webhookWorkflow({ id: 'w', path: '/' })])
  for (const address of ['/webhook', '/webhook/', '/webhook?a=1']) {
    const answers = await Promise.all([fetch(`${url}${address}`, { method: 'POST' }), ask(address, { method: 'POST' })])
    for (const answer of answers) expect(await answer.json()).toMatchObject({ path: '/', query: address.includes('?') ? { a: '1' } : {} })
  }
})

test('a slash too many is told as such', async () => {
  const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/orders/:id' })])
  const detail = async (path: string) => ((await (await ask(path, { method: 'POST' })).json()) as { readonly detail: string }).detail
  expect(await detail('/webhook/orders/7/')).toBe(
    'There is no webhook at /webhook/orders/7/, but one without the slash at the end: leave that out.',
  )
  expect(await detail('/webhook/order/7/')).toContain('check the address')
})
