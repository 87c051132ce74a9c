import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'

const opened: (() => unknown)[] = []

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A real HTTP proxy that takes everything to one server, whatever name was asked for, and remembers what was asked. */
async function setting(options: Partial<GuardedFetchOptions> = {}) {
  const server = createServer((request, response) => response.end(`hello from ${request.headers.host}`)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const asked: string[] = []
  const proxy = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? '')
    request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      answer.pipe(outgoing)
    }).end()
  }).listen(0, '127.0.0.1')
  proxy.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await once(proxy, 'listening')
  const uri = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const fetch = createGuardedFetch({ allow: [], resolve: async () => ['93.184.216.34'], proxy: uri, ...options })
  opened.push(
    () => server.close(),
    () => proxy.close(),
    () => fetch.close(),
  )
  return { fetch, asked, port }
}

test('a request goes through the proxy, which looks the name up', async () => {
  const { fetch, asked } = await setting()
  expect(await (await fetch('http://shop.test/orders')).text()).toBe('hello from shop.test')
  expect(asked).toEqual(['http://shop.test/orders'])
})

test('what is encrypted goes through a tunnel, and a proxy that refuses it is not gone around', async () => {
  const { fetch, asked } = await setting()
  await expect(fetch('https://shop.test/orders')).rejects.toThrow()
  expect(asked).toEqual(['CONNECT shop.test:443'])
})

test('a name that only the proxy can look up is left to it', async () => {
  const unknown = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))
  const { fetch } = await setting({ resolve: unknown })
  expect(await (await fetch('http://shop.test/')).text()).toBe('hello from shop.test')
})

test.each(['http://127.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/', 'http://inside.test/'])(
  '%s is refused all the same',
  async (url) => {
    const { fetch, asked } = await setting({ resolve: async () => ['10.0.0.7'] })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(asked).toEqual([])
  },
)

test('a host that is allowed by name is asked without the proxy', async () => {
  const { fetch, asked, port } = await setting({ allow: ['inside.test'], resolve: async () => ['127.0.0.1'] })
  expect(await (await fetch(`http://inside.test:${port}/`)).text()).toBe(`hello from inside.test:${port}`)
  expect(asked).toEqual([])
})
