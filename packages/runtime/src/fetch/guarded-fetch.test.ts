import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FatalError } from '@millrace/kit'
import { afterEach, describe, expect, test } from 'vitest'
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'

const opened: { close(): unknown }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function serve(listener: RequestListener) {
  let connections = 0
  const server: Server = createServer(listener).on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  opened.push({
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  })
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}`, port, server, connections: () => connections }
}

function guarded(options: Partial<GuardedFetchOptions> = {}): GuardedFetch {
  const guardedFetch = createGuardedFetch({ allow: [], ...options })
  opened.push(guardedFetch)
  return guardedFetch
}

async function failureOf(promise: Promise<unknown>): Promise<FatalError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof FatalError)) throw new Error(`expected a FatalError, got ${String(error)}`, { cause: error })
  return error
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.end(
      JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() }),
    )
  })
}

const goTo =
  (location: string, status = 302): RequestListener =>
  (_, response) => {
    response.writeHead(status, { location }).end()
  }

/** Every way to write a private destination that has got past somebody's guard. `PORT` is a listening server's. */
const privateSpellings = [
  // loopback, as IPv4 in every base and length
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.00.0.01',
  '127.127.127.127',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0X7F000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.1',
  '0177.0x0.0.1',
  '127.0.0.0x1',
  '00000177.0.0.1',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  // the same by Unicode that the URL parser maps to ASCII
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '127．0．0．1',
  '0𝚡7f.1',
  // this host
  '0.0.0.0',
  '0',
  '0x0',
  '00',
  '0.0',
  '0.1.2.3',
  // IPv6 loopback, unspecified, and the forms that carry an IPv4 address
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[2001::80ff:fffe]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::1]',
  // private, shared, link-local and metadata addresses
  '10.0.0.1',
  '10.255.255.255',
  '012.0.0.1',
  '0xa.1',
  '167772161',
  '172.16.0.1',
  '172.31.255.254',
  '0xac100001',
  '192.168.0.1',
  '192.168.1',
  '0xc0a80001',
  '3232235521',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '169.254.169.254.',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '169.16689662',
  '168.63.129.16',
  '192.0.0.192',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fdff:ffff::1]',
  '[fec0::1]',
  // multicast, broadcast, reserved, documentation, benchmarking
  '224.0.0.1',
  '239.1.1.1',
  '255.255.255.255',
  '4294967295',
  '240.0.0.1',
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.9',
  '198.18.0.1',
  '192.88.99.1',
  '[ff02::1]',
  '[ff05::2]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[100::1]',
  '[5f00::1]',
  '[2001:2::1]',
]

describe('private destinations', () => {
  test('more than sixty spellings stand in the matrix', () => {
    expect(new Set(privateSpellings).size).toBeGreaterThanOrEqual(60)
  })

  test.each(privateSpellings)('http://%s is refused before connecting', async (host) => {
    const target = await serve(echo)
    const error = await failureOf(guarded()(`http://${host}:${target.port}/`))
    expect(error.code).toBe('EGRESS_REFUSED')
    expect(error.message).toContain('MILLRACE_EGRESS_ALLOW')
    expect(target.connections()).toBe(0)
  })

  test.each(['localhost', 'LOCALHOST', 'localhost.', 'ⓛocalhost'])('%s is looked up and refused', async (host) => {
    const target = await serve(echo)
    const asked: string[] = []
    const resolve = async (name: string) => {
      asked.push(name)
      return ['127.0.0.1', '::1']
    }
    expect(await failureOf(guarded({ resolve })(`http://${host}:${target.port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(asked[0]).toMatch(/^localhost\.?$/)
    expect(target.connections()).toBe(0)
  })

  test.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', 'fe80::1%lo', 'not-an-address'])(
    'a name that resolves to %s is refused, and the message keeps the address to itself',
    async (address) => {
      const error = await failureOf(guarded({ resolve: async () => [address] })('http://inside.example.com/'))
      expect(error.code).toBe('EGRESS_REFUSED')
      expect(error.message).toContain('MILLRACE_EGRESS_ALLOW=inside.example.com:80')
      expect(error.message).not.toContain(address)
    },
  )

  test('one private address among public ones refuses them all', async () => {
    const resolve = async () => ['93.184.215.14', '127.0.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']
    expect(await failureOf(guarded({ resolve })('http://mixed.example.com/'))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })

  test('https is guarded alike', async () => {
    const target = await serve(echo)
    const { port } = target
    expect(await failureOf(guarded()(`https://127.0.0.1:${port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await failureOf(guarded({ resolve: async () => ['127.0.0.1'] })(`https://a.test:${port}/`))).toMatchObject({
      code: 'EGRESS_REFUSED',
    })
    expect(target.connections()).toBe(0)
  })
})

describe('URLs', () => {
  test.each([
    'file:///etc/passwd',
    'ftp://ftp.test/',
    'gopher://127.0.0.1:70/_x',
    'data:text/plain,x',
    'blob:http://a/b',
    'ws://a.test',
    'javascript:1',
  ])('%s is refused', async (url) => {
    expect(await failureOf(guarded()(url))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })

  test.each([
    'http://public.test@127.0.0.1/',
    'http://u:hunter2@public.test/',
    'http://:p@public.test/',
    'http://public.test%40x@10.0.0.1/',
  ])('a user in the URL is refused without repeating it: %s', async (url) => {
    const error = await failureOf(guarded()(url))
    expect(error.code).toBe('EGRESS_REFUSED')
    expect(error.message).not.toContain('hunter2')
  })

  test.each([
    '',
    '/orders',
    'shop.test/orders',
    'http://',
    'http://a b/',
    'http://127.0.0.1:99999/',
    'http://0x7f.0x.1.1.1/',
    'http://[::1',
  ])('"%s" is not a URL to fetch', async (url) => {
    expect(['BAD_URL', 'EGRESS_REFUSED']).toContain((await failureOf(guarded()(url))).code)
  })
})

describe('what is allowed', () => {
  test('an allowed host:port is fetched, the same host on another port is not', async () => {
    const [one, other] = [await serve(echo), await serve(echo)]
    const fetch = guarded({ allow: [one.host] })
    expect(await (await fetch(`${one.url}/a?b=c`)).json()).toMatchObject({ method: 'GET', url: '/a?b=c' })
    expect(await failureOf(fetch(other.url))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })

  test('an allowed name may resolve to a private address', async () => {
    const target = await serve(echo)
    const fetch = guarded({ allow: ['orders.internal'], resolve: async () => ['127.0.0.1'] })
    expect((await fetch(`http://orders.internal:${target.port}/`)).status).toBe(200)
    expect(await failureOf(fetch(`http://other.internal:${target.port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })

  test('a dispatcher in the init does not go around the guard', async () => {
    const { Agent } = await import('undici')
    const target = await serve(echo)
    const dispatcher = new Agent()
    opened.push(dispatcher)
    const init = { dispatcher } as unknown as RequestInit
    expect(await failureOf(guarded()(target.url, init))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })
})

describe('names that change their answer', () => {
  test('each new connection is checked by its own answer', async () => {
    // The first answer is reachable by an allowed range, the second is not: a public and then a private address, on a machine without the internet.
    const target = await serve((_, response) => response.writeHead(200, { connection: 'close' }).end('first'))
    const answers = ['127.0.0.1', '127.0.0.2', '10.0.0.1']
    const resolve = async () => [answers.shift() ?? '10.0.0.9']
    const fetch = guarded({ allow: ['127.0.0.1'], resolve })
    expect(await (await fetch(`http://rebind.test:${target.port}/`)).text()).toBe('first')
    expect(await failureOf(fetch(`http://rebind.test:${target.port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await failureOf(fetch(`http://rebind.test:${target.port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(target.connections()).toBe(1)
  })

  test('the socket goes to the checked address without asking again', async () => {
    const target = await serve(echo)
    let asked = 0
    const resolve = async () => {
      asked += 1
      return [asked === 1 ? '127.0.0.1' : '10.0.0.1']
    }
    expect((await guarded({ allow: ['127.0.0.1'], resolve })(`http://rebind.test:${target.port}/`)).status).toBe(200)
    expect(asked).toBe(1)
  })

  test('a name without an address fails as the network does, not as a refusal', async () => {
    await expect(guarded({ resolve: async () => [] })('http://nobody.test/')).rejects.toThrow(TypeError)
  })
})

describe('redirects', () => {
  test('are followed, and the response says so', async () => {
    const end = await serve(echo)
    const start = await serve(goTo(`${end.url}/end`))
    const response = await guarded({ allow: [start.host, end.host] })(start.url)
    expect(response.redirected).toBe(true)
    expect(response.url).toBe(`${end.url}/end`)
    expect(await response.json()).toMatchObject({ url: '/end' })
  })

  test.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:127.0.0.1]/',
    'file:///etc/passwd',
    'ftp://a.test/',
    'gopher://a.test/',
    'http://u:p@a.test/',
    '//2130706433/',
  ])('to %s are refused', async (location) => {
    const start = await serve(goTo(location))
    expect(await failureOf(guarded({ allow: [start.host] })(start.url))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })

  test('to another local server are refused before it is reached, also by name and at the end of a chain', async () => {
    const secret = await serve(echo)
    const byName = await serve(goTo(`http://inside.test:${secret.port}/`))
    const chain = await serve(goTo(byName.url))
    const fetch = guarded({ allow: [chain.host, byName.host], resolve: async () => ['127.0.0.1'] })
    expect(await failureOf(fetch(chain.url))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(secret.connections()).toBe(0)
  })

  test('stop at the limit', async () => {
    let count = 0
    const loop = await serve((request, response) => {
      count += 1
      goTo('/again')(request, response)
    })
    expect(await failureOf(guarded({ allow: [loop.host], maxRedirects: 3 })(loop.url))).toMatchObject({ code: 'TOO_MANY_REDIRECTS' })
    expect(count).toBe(4)
  })

  test('are handed out with redirect: manual and refused with redirect: error', async () => {
    const start = await serve(goTo('/next'))
    const fetch = guarded({ allow: [start.host] })
    expect((await fetch(start.url, { redirect: 'manual' })).headers.get('location')).toBe('/next')
    await expect(fetch(start.url, { redirect: 'error' })).rejects.toThrow(/does not accept/)
  })

  test('take the body along on 307 and leave the credentials at another origin', async () => {
    const end = await serve(echo)
    const start = await serve(goTo(end.url, 307))
    const response = await guarded({ allow: ['127.0.0.0/8'] })(start.url, {
      method: 'post',
      body: 'order',
      headers: { authorization: 'Bearer t', 'x-a': '1' },
    })
    const seen = (await response.json()) as { method: string; body: string; headers: Record<string, string> }
    expect(seen).toMatchObject({ method: 'POST', body: 'order', headers: { 'x-a': '1' } })
    expect(seen.headers).not.toHaveProperty('authorization')
  })
})

describe('bodies', () => {
  test('forms, Requests and search parameters arrive as with the global fetch', async () => {
    const target = await serve(echo)
    const fetch = guarded({ allow: [target.host] })
    const form = new FormData()
    form.set('name', 'Ada')
    form.set('file', new File(['content'], 'note.txt', { type: 'text/plain' }))
    const sent = (await (await fetch(target.url, { method: 'POST', body: form })).json()) as {
      body: string
      headers: Record<string, string>
    }
    expect(sent.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(sent.body).toContain('filename="note.txt"')

    const request = new Request(target.url, { method: 'PUT', body: 'text', headers: { 'x-a': '1' } })
    expect(await (await fetch(request)).json()).toMatchObject({ method: 'PUT', body: 'text', headers: { 'x-a': '1' } })

    const search = await fetch(new URL(target.url), { method: 'POST', body: new URLSearchParams({ a: '1' }) })
    expect(await search.json()).toMatchObject({ body: 'a=1' })
  })
})

describe('aborting and closing', () => {
  test('an abort ends a waiting request and its socket', async () => {
    const arrived = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    const target = await serve((request) => {
      request.socket.once('close', gone.resolve)
      arrived.resolve()
    })
    const controller = new AbortController()
    const waiting = guarded({ allow: [target.host] })(target.url, { signal: controller.signal })
    await arrived.promise
    controller.abort(new Error('timed out'))
    await expect(waiting).rejects.toThrow('timed out')
    await gone.promise
  })

  test('an abort ends a request whose name is still being looked up', async () => {
    const asked = Promise.withResolvers<void>()
    const resolve = () => {
      asked.resolve()
      return new Promise<readonly string[]>(() => undefined)
    }
    const controller = new AbortController()
    const fetch = createGuardedFetch({ allow: [], resolve })
    const waiting = fetch('http://slow.test/', { signal: controller.signal })
    await asked.promise
    controller.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
  })

  test('close leaves no socket open', async () => {
    const target = await serve(echo)
    const fetch = guarded({ allow: [target.host] })
    await Promise.all(Array.from({ length: 5 }, async () => (await fetch(target.url)).text()))
    await fetch.close()
    await expect.poll(() => new Promise<number>((resolve) => target.server.getConnections((_, count) => resolve(count)))).toBe(0)
  })

  test('close does not wait for a body that nobody reads', async () => {
    const target = await serve((_, response) => {
      response.writeHead(200).write('the rest never comes')
    })
    const fetch = guarded({ allow: [target.host] })
    expect((await fetch(target.url)).status).toBe(200)
    await fetch.close()
  })

  test('closing before the first request is nothing', async () => {
    await expect(createGuardedFetch({ allow: [] }).close()).resolves.toBeUndefined()
  })
})
