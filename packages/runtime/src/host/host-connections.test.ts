import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '@millrace/engine'
import { createMemoryStore } from '@millrace/store'
import { afterEach, describe, expect, test } from 'vitest'
import { createGuardedFetch } from '../fetch/guarded-fetch.ts'
import { createConnectionVault } from './connection-vault.ts'
import { createHostConnections } from './host-connections.ts'
import { allTypes, connectionType } from './testing/connection-types.ts'
import { stepPlace } from './testing/step-place.ts'
import { createTokenCaches } from './token-caches.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Seen {
  readonly host: string | undefined
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly method: string | undefined
}

async function serve(listener: RequestListener = (_, response) => void response.end('ok')) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { host, authorization } = request.headers
    seen.push({ host, url: request.url, authorization, method: request.method })
    request.resume()
    request.on('end', () => listener(request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, port: (server.address() as AddressInfo).port }
}

/** Every name leads to this machine, so that only the connection stands between the credentials and a foreign host. */
async function connected(type: string, values: JsonObject, account = 'default') {
  const vault = createConnectionVault({
    store: createMemoryStore().connections,
    environment: {},
    connectionType,
    key: async () => Buffer.alloc(32, 1),
    now: () => 0,
  })
  await vault.set('default', { name: 'shop', type, values })
  const guarded = createGuardedFetch({ allow: ['127.0.0.0/8', '::1/128'], resolve: async () => ['127.0.0.1'] })
  closers.push(() => guarded.close())
  const place = stepPlace({ account, connections: allTypes })
  const connections = createHostConnections({ vault, guarded, cacheOf: createTokenCaches(), now: () => 0 }, place)
  return { connections, secrets: place.secrets, vault }
}

const login = { user: 'ada', password: 'correct horse' }
const authorization = `Basic ${Buffer.from('ada:correct horse').toString('base64')}`

describe('opening a connection', () => {
  test('gives its values, and tells its secrets first', async () => {
    const { connections, secrets } = await connected('test.database', { host: 'db', password: 'p4ss', headers: { a: 'one', b: 'two' } })
    expect(await connections.open('shop')).toMatchObject({
      name: 'shop',
      type: 'test.database',
      values: { host: 'db', port: 5432, password: 'p4ss' },
    })
    expect(secrets).toEqual(['p4ss', 'one', 'two'])
  })

  test("attack 34: another account's is missing", async () => {
    const { connections, secrets } = await connected('test.database', { host: 'db', password: 'p4ss' }, 'globex')
    await expect(connections.open('shop')).rejects.toMatchObject({ name: 'FatalError', code: 'CONNECTION_MISSING' })
    await expect(connections.fetch('shop')).rejects.toMatchObject({ code: 'CONNECTION_MISSING' })
    expect(secrets).toEqual([])
  })

  test('of a type that the node does not take is refused before its secrets are told', async () => {
    const { vault } = await connected('test.database', { host: 'db', password: 'p4ss' })
    const place = stepPlace({ connections: ['test.basic'] })
    const guarded = createGuardedFetch({ allow: [] })
    const connections = createHostConnections({ vault, guarded, cacheOf: createTokenCaches(), now: () => 0 }, place)
    await expect(connections.open('shop')).rejects.toMatchObject({
      code: 'CONNECTION_UNFIT',
      message: expect.stringContaining('test.basic'),
    })
    expect(place.secrets).toEqual([])
  })

  test('that adds nothing to HTTP cannot be fetched with', async () => {
    const { connections } = await connected('test.database', { host: 'db' })
    await expect(connections.fetch('shop')).rejects.toMatchObject({ code: 'CONNECTION_UNFIT' })
  })
})

describe('attack 33: credentials go to the hosts of their connection and nowhere else', () => {
  test('its own host is sent them, and they are masked in every form', async () => {
    const { seen, port } = await serve()
    const { connections, secrets } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    expect(await (await fetch(`http://api.example.com:${port}/a`)).text()).toBe('ok')
    expect(seen).toMatchObject([{ authorization, url: '/a' }])
    expect(secrets).toEqual(['correct horse', authorization, authorization.slice(6)])
  })

  test('what the node itself would send in their place is replaced', async () => {
    const { seen, port } = await serve()
    const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    await fetch(`http://api.example.com:${port}/`, { headers: { Authorization: 'Bearer mine' } })
    expect(seen).toMatchObject([{ authorization }])
  })

  const foreign = [
    'http://evil.test:PORT/',
    'http://api.example.com.evil.test:PORT/',
    'http://evil-api.example.com:PORT/',
    'http://x.api.example.com:PORT/',
    'http://example.com:PORT/',
    'http://api.example.com:OTHER/',
    'http://api.example.com/',
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://api%2eexample%2ecom.evil.test:PORT/',
    'http://аpi.example.com:PORT/',
    'http://evil.test:PORT/http://api.example.com:PORT/',
    'http://evil.test:PORT?@api.example.com:PORT/',
    'http://evil.test:PORT#@api.example.com:PORT/',
    'http://evil.test:PORT\\@api.example.com:PORT/',
    'https://api.example.com:OTHER/',
  ]

  test.each(foreign)('%s is refused before anything is sent', async (template) => {
    const [{ seen, port }, other] = [await serve(), await serve()]
    const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    const url = template.replaceAll('PORT', String(port)).replaceAll('OTHER', String(other.port))
    const refused = { name: 'FatalError', code: 'CONNECTION_HOST', message: expect.stringContaining('api.example.com') }
    await expect(fetch(url)).rejects.toMatchObject(refused)
    expect([...seen, ...other.seen]).toEqual([])
  })

  test.each(['http://api.example.com:PORT@evil.test/', 'http://ada:x@api.example.com:PORT/'])(
    '%s, with a user in it, is refused',
    async (template) => {
      const { seen, port } = await serve()
      const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
      await expect((await connections.fetch('shop'))(template.replaceAll('PORT', String(port)))).rejects.toMatchObject({
        name: 'FatalError',
      })
      expect(seen).toEqual([])
    },
  )

  test.each([
    'http://API.Example.COM:PORT/',
    'http://api.example.com.:PORT/',
    'http://ａｐｉ.example.com:PORT/',
    'http://%61pi.example.com:PORT/',
  ])('%s is that very host in another spelling', async (template) => {
    const { seen, port } = await serve()
    const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    await (await connections.fetch('shop'))(template.replaceAll('PORT', String(port)))
    expect(seen).toMatchObject([{ authorization }])
  })

  test.each([301, 302, 303, 307, 308])('a %i to a foreign host is not followed', async (status) => {
    const foreignHost = await serve()
    const { port } = await serve(
      (_, response) => void response.writeHead(status, { location: `http://evil.test:${foreignHost.port}/` }).end(),
    )
    const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    await expect(fetch(`http://api.example.com:${port}/`, { method: 'POST', body: 'x' })).rejects.toMatchObject({ code: 'CONNECTION_HOST' })
    expect(foreignHost.seen).toEqual([])
  })

  test('a redirect to another port of the same host is not followed either', async () => {
    const other = await serve()
    const { port } = await serve((_, response) => void response.writeHead(302, { location: `http://api.example.com:${other.port}/` }).end())
    const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    await expect((await connections.fetch('shop'))(`http://api.example.com:${port}/`)).rejects.toMatchObject({ code: 'CONNECTION_HOST' })
    expect(other.seen).toEqual([])
  })

  test('a redirect from one of its hosts to another is sent them anew', async () => {
    const second = await serve()
    const { port } = await serve(
      (_, response) => void response.writeHead(302, { location: `http://files.example.com:${second.port}/b` }).end(),
    )
    const hosts = [`api.example.com:${port}`, `*.example.com:${second.port}`]
    const { connections } = await connected('test.basic', { ...login, hosts })
    await (await connections.fetch('shop'))(`http://api.example.com:${port}/a`)
    expect(second.seen).toMatchObject([{ authorization, url: '/b' }])
  })

  test('a key in the query stays behind on a redirect, and comes back only for its own hosts', async () => {
    const { seen, port } = await serve((request, response) =>
      request.url?.startsWith('/a') ? void response.writeHead(302, { location: '/b?page=2' }).end() : void response.end(),
    )
    const { connections, secrets } = await connected('test.query-key', { key: 'k3y!', hosts: [`api.example.com:${port}`] })
    await (await connections.fetch('shop'))(`http://api.example.com:${port}/a?page=1`)
    expect(seen.map(({ url }) => url)).toEqual(['/a?page=1&key=k3y%21', '/b?page=2&key=k3y%21'])
    expect(secrets).toContain('k3y!')
  })

  test('a link to the next page at a foreign host is refused, as any address is', async () => {
    const evil = await serve()
    const { port } = await serve(
      (_, response) => void response.setHeader('link', `<http://evil.test:${evil.port}/2>; rel="next"`).end('[]'),
    )
    const { connections } = await connected('test.basic', { ...login, hosts: [`api.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    const [, next = ''] = /<(.+)>/.exec((await fetch(`http://api.example.com:${port}/1`)).headers.get('link') ?? '') ?? []
    await expect(fetch(next)).rejects.toMatchObject({ code: 'CONNECTION_HOST' })
    expect(evil.seen).toEqual([])
  })

  test('https credentials do not follow to http', async () => {
    const { seen, port } = await serve()
    const { connections } = await connected('test.basic', { ...login, hosts: ['api.example.com', `https://other.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    await expect(fetch('http://api.example.com/')).rejects.toMatchObject({ code: 'CONNECTION_HOST' })
    await expect(fetch(`http://other.example.com:${port}/`)).rejects.toMatchObject({ code: 'CONNECTION_HOST' })
    expect(seen).toEqual([])
  })

  test('a connection without a readable host is sent nowhere', async () => {
    const { seen, port } = await serve()
    const { connections } = await connected('test.basic', { ...login, hosts: ['*', ''] })
    await expect((await connections.fetch('shop'))(`http://api.example.com:${port}/`)).rejects.toMatchObject({ code: 'CONNECTION_HOST' })
    expect(seen).toEqual([])
  })

  test('a connection type cannot send the request elsewhere', async () => {
    const { seen, port } = await serve()
    const { connections } = await connected('test.diverting', { to: `evil.test:${port}`, hosts: [`api.example.com:${port}`] })
    await expect((await connections.fetch('shop'))(`http://api.example.com:${port}/`)).rejects.toMatchObject({
      code: 'CONNECTION_UNREADABLE',
    })
    expect(seen).toEqual([])
  })

  test('a private host stays out of reach, however the connection names it', async () => {
    const { vault } = await connected('test.basic', { ...login, hosts: ['http://127.0.0.1:80', 'http://inside.example.com'] })
    const guarded = createGuardedFetch({ allow: [], resolve: async () => ['10.0.0.1'] })
    closers.push(() => guarded.close())
    const place = stepPlace({ connections: allTypes })
    const fetch = await createHostConnections({ vault, guarded, cacheOf: createTokenCaches(), now: () => 0 }, place).fetch('shop')
    for (const url of ['http://127.0.0.1/', 'http://inside.example.com/'])
      await expect(fetch(url)).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
  })
})

describe('a challenge', () => {
  const asking: RequestListener = (request, response) => {
    if (request.headers.authorization === 'nonce-1 pw') response.end('welcome')
    else response.writeHead(401, { 'www-authenticate': 'nonce-1' }).end('who?')
  }

  test('is answered once, and the next request knows', async () => {
    const { seen, port } = await serve(asking)
    const { connections } = await connected('test.challenged', { password: 'pw', hosts: [`api.example.com:${port}`] })
    const fetch = await connections.fetch('shop')
    const send = () => fetch(`http://api.example.com:${port}/`, { method: 'POST', body: 'data' })
    expect(await (await send()).text()).toBe('welcome')
    expect(await (await send()).text()).toBe('welcome')
    expect(seen.map((one) => one.authorization)).toEqual([undefined, 'nonce-1 pw', 'nonce-1 pw'])
  })

  test('that is not satisfied is the answer', async () => {
    const { seen, port } = await serve((_, response) => void response.writeHead(401, { 'www-authenticate': 'other' }).end('who?'))
    const { connections } = await connected('test.challenged', { password: 'pw', hosts: [`api.example.com:${port}`] })
    const response = await (await connections.fetch('shop'))(`http://api.example.com:${port}/`)
    expect([response.status, await response.text()]).toEqual([401, 'who?'])
    expect(seen).toHaveLength(2)
  })

  test('cannot be answered for a stream, which is gone', async () => {
    const { seen, port } = await serve(asking)
    const { connections } = await connected('test.challenged', { password: 'pw', hosts: [`api.example.com:${port}`] })
    const body = new Blob(['data']).stream()
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    expect((await (await connections.fetch('shop'))(`http://api.example.com:${port}/`, init)).status).toBe(401)
    expect(seen).toHaveLength(1)
  })
})
