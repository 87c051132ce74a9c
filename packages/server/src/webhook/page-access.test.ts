import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const shop = 'https://shop.example.com'

async function opened(cors: object) {
  const params = { path: '/w', respond: 'last-node', auth: 'none', cors }
  const source = `id: w\ntriggers: { hook: { type: webhook, with: ${JSON.stringify(params)} } }\nnodes: { a: { type: fail, disabled: true } }`
  const { ask, store } = await testServer([source.replace('{ a: { type: fail, disabled: true } }', '{ a: { type: echo } }')])
  const preflight = (origin: string, method = 'POST') =>
    ask('/webhook/w', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } })
  const post = (origin?: string) => ask('/webhook/w', { method: 'POST', headers: { ...(origin !== undefined && { origin }) } })
  const started = async () => (await store.executions.list('default', {}, { limit: 9 })).items.length
  return { ask, preflight, post, started }
}

test('a browser is told that a named page may call, and that another one may not', async () => {
  const { preflight, started } = await opened({ origins: [shop], headers: ['content-type', 'x-shop'], maxAge: '1h' })
  const allowed = await preflight(shop)
  expect([allowed.status, Object.fromEntries(allowed.headers)]).toEqual([
    204,
    expect.objectContaining({
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, x-shop',
      'access-control-max-age': '3600',
      vary: 'origin',
    }),
  ])
  for (const origin of ['https://evil.example', 'null', `${shop}.evil.example`, 'http://shop.example.com']) {
    const refused = await preflight(origin)
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null])
  }
  expect((await preflight(shop, 'DELETE')).headers.get('access-control-allow-origin')).toBeNull()
  expect(await started()).toBe(0)
})

test('what a page that is not named sends without asking starts nothing', async () => {
  const { post, started } = await opened({ origins: [shop] })
  const refused = await post('https://evil.example')
  expect([refused.status, (await refused.json()) as object]).toEqual([403, expect.objectContaining({ code: 'ORIGIN_NOT_ALLOWED' })])
  expect(await started()).toBe(0)
  const [program, own, named] = [await post(), await post('http://localhost:8577'), await post(shop)]
  expect([program.status, own.status, named.status]).toEqual([200, 200, 200])
  expect([program, own, named].map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([null, null, shop])
})

test('every page may call where the file says so', async () => {
  const { preflight, post } = await opened({ origins: ['*'] })
  expect((await preflight('https://any.example')).headers.get('access-control-allow-origin')).toBe('*')
  expect((await post('https://any.example')).headers.get('access-control-allow-origin')).toBe('*')
})

test('without cors a browser is told nothing, so it lets no other page read', async () => {
  const { ask } = await testServer(['id: w\ntriggers: { hook: { type: webhook, with: { path: /w } } }\nnodes: { a: { type: echo } }'])
  const answer = await ask('/webhook/w', { method: 'OPTIONS', headers: { origin: shop, 'access-control-request-method': 'POST' } })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, null])
})

test.each([
  [{ auth: { type: 'bearer', secret: 'KEY' } }, 'content-type, authorization'],
  [{ auth: { type: 'header', name: 'X-Api-Key', secret: 'KEY' }, deduplicate: 'X-Order' }, 'content-type, x-api-key, x-order'],
  [{ auth: { type: 'hmac', header: 'X-Signature', secret: 'KEY' } }, 'content-type, x-signature'],
])('what the webhook itself asks for may be sent by the pages that may call it: %j', async (params, allowed) => {
  const hook = { path: '/w', cors: { origins: [shop] }, ...params }
  const { ask } = await testServer([
    `id: w\ntriggers: { hook: { type: webhook, with: ${JSON.stringify(hook)} } }\nnodes: { a: { type: echo } }`,
  ])
  const answer = await ask('/webhook/w', { method: 'OPTIONS', headers: { origin: shop, 'access-control-request-method': 'POST' } })
  expect(answer.headers.get('access-control-allow-headers')).toBe(allowed)
})

test('a page reads all headers of its answer, and the answer that comes later, a failure too', async () => {
  const hook = { path: '/w', auth: 'none', respond: 'last-node', cors: { origins: [shop] } }
  const nodes = 'wait: { type: listen, with: { name: paid }, next: out }, out: { type: fail }'
  const server = await testServer([`id: w\ntriggers: { hook: { type: webhook, with: ${JSON.stringify(hook)} } }\nnodes: { ${nodes} }`], {
    answerTimeoutMs: 10,
  })
  const from = (origin: string) => ({ headers: { origin } })
  const told = await server.ask('/webhook/w', { method: 'POST', ...from(shop) })
  expect(told.headers.get('access-control-expose-headers')).toBe('*')
  const { pathname } = new URL(told.headers.get('location') ?? '')
  const readers = async (origin: string) => {
    const { status, headers } = await server.ask(pathname, from(origin))
    return [status, headers.get('access-control-allow-origin'), headers.get('vary')]
  }
  expect(await readers(shop)).toEqual([202, shop, 'origin'])
  expect(await readers('https://evil.example')).toEqual([202, null, 'origin'])
  while ((await server.driver.emit({ account: 'default', name: 'paid', data: 'done' })) === 0);
  expect(await readers(shop)).toEqual([500, shop, 'origin'])
})
