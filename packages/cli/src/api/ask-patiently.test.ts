import { createServer, type RequestListener } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { askPatiently } from './ask-patiently.ts'

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  })
  const address = server.address()
  return new URL(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`)
}

/** What `fetch` goes by in this process. */
const dispatcher = Symbol.for('undici.globalDispatcher.1')

/** From now on `fetch` waits a moment for headers, in place of five minutes. */
async function makeFetchImpatient(): Promise<void> {
  await fetch('data:,')
  const kept: unknown = Reflect.get(globalThis, dispatcher)
  const Agent = (kept as object).constructor as new (options: object) => object // Node gives it no name of its own.
  Reflect.set(globalThis, dispatcher, new Agent({ headersTimeout: 1 }))
  onTestFinished(() => void Reflect.set(globalThis, dispatcher, kept))
}

test('whoever asks patiently still waits for an answer when fetch has given up', async () => {
  const ready = Promise.withResolvers<void>()
  const url = await serve(async (_, response) => {
    await ready.promise
    response.end('at last')
  })
  await makeFetchImpatient()
  const asked = askPatiently(url, { method: 'POST', body: '{}' })
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } })
  ready.resolve()
  expect(await (await asked).text()).toBe('at last')
})

test.each([
  ['text', '{"é":1}'],
  ['bytes', new TextEncoder().encode('{"é":1}').subarray(0)],
  ['a blob', new Blob(['{"é"', ':1}'])],
])('%s is sent whole, and status, headers and body come back', async (_, body) => {
  const url = await serve(async (request, response) => {
    const sent = await buffer(request)
    response.writeHead(409, {
      'content-type': 'text/plain',
      'x-length': request.headers['content-length'],
      'x-type': request.headers['x-type'],
    })
    response.end(`${request.method} ${sent}`)
  })
  const answer = await askPatiently(url, { method: 'PUT', headers: { 'x-type': 'json' }, body })
  expect([answer.status, answer.ok, await answer.text()]).toEqual([409, false, 'PUT {"é":1}'])
  expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'text/plain', 'x-length': '8', 'x-type': 'json' })
})

test('an answer that breaks off fails its reader', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('half', () => response.destroy())
  })
  const answer = await askPatiently(url, {})
  await expect(answer.text()).rejects.toThrow()
})

test('a server that is not there, or goes away, is told with its code', async () => {
  const url = await serve((_, response) => response.destroy())
  await expect(askPatiently(url, {})).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect(askPatiently(new URL('http://127.0.0.1:9/'), {})).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('an answer without a body has none', async () => {
  const url = await serve((_, response) => response.writeHead(204).end())
  const answer = await askPatiently(url, { method: 'DELETE' })
  expect([answer.status, answer.body]).toEqual([204, null])
})
