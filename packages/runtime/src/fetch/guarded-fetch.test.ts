import { describe, expect, onTestFinished, test } from 'vitest'
import { echo, failureOf, goTo, guarded, serve } from '../testing/local-server.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

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
    onTestFinished(() => dispatcher.close())
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
