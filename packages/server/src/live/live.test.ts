import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { type ListeningServer, listeningServer } from '../testing/listening-server.ts'
import { liveClient, type Received } from '../testing/live-client.ts'
import { rawExchange, statusOf } from '../testing/raw-exchange.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const quick = webhookWorkflow({ id: 'quick', path: '/quick' })
const other = webhookWorkflow({ id: 'other', path: '/other' })
const slow = webhookWorkflow({ id: 'slow', path: '/slow', respond: 'immediately', nodes: 'a: { type: forever }' })

const isDone = ({ type }: Received): boolean => type === 'pong'

async function call({ url }: ListeningServer, path: string, body = ''): Promise<Response> {
  return fetch(`${url}/webhook/${path}`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
}

/** Everything that was sent before now. */
async function soFar(client: Awaited<ReturnType<typeof liveClient>>): Promise<readonly Received[]> {
  const pongs = client.received.filter(isDone).length
  client.say({ type: 'ping' })
  await client.hear(() => client.received.filter(isDone).length > pongs)
  return client.received
}

function positions(messages: readonly Received[]): readonly (number | undefined)[] {
  return messages.filter(({ type }) => type === 'change').map(({ position }) => position)
}

test('a subscriber sees what happens, with the changes of steps and the end', async () => {
  const server = await listeningServer([quick])
  const client = await liveClient(server.port)
  client.say({ type: 'subscribe' })
  await client.hear(({ type }) => type === 'subscribed')
  await call(server, 'quick', 'hello')
  const end = await client.hear(({ status }) => status === 'success')
  expect(end).toMatchObject({
    type: 'change',
    position: expect.any(Number),
    workflowId: 'quick',
    at: expect.stringMatching(/Z$/),
    result: { body: 'hello' },
    changes: expect.arrayContaining([expect.objectContaining({ step: 'out', status: 'success' })]),
  })
  expect(end).not.toHaveProperty('account')
})

test('only what was asked for is sent', async () => {
  const server = await listeningServer([quick, other])
  const client = await liveClient(server.port)
  client.say({ type: 'subscribe', workflowId: 'quick' })
  await client.hear(({ type }) => type === 'subscribed')
  await call(server, 'other')
  await call(server, 'quick')
  await client.hear(({ status }) => status === 'success')
  client.say({ type: 'unsubscribe', workflowId: 'quick' })
  expect(await client.hear(({ type }) => type === 'unsubscribed')).toEqual({ type: 'unsubscribed', workflowId: 'quick' })
  await call(server, 'quick')
  const changes = (await soFar(client)).filter(({ type }) => type === 'change')
  expect(new Set(changes.map(({ workflowId }) => workflowId))).toEqual(new Set(['quick']))
  expect(changes.filter(({ status }) => status === 'success')).toHaveLength(1)
})

test('after a break a client gets what it missed and then goes on, each change once', async () => {
  const server = await listeningServer([quick])
  const first = await liveClient(server.port)
  first.say({ type: 'subscribe' })
  await first.hear(({ type }) => type === 'subscribed')
  for (let count = 0; count < 5; count++) await call(server, 'quick')
  const all = positions(await soFar(first))
  const after = all[1] ?? 0
  const second = await liveClient(server.port)
  second.say({ type: 'subscribe', after })
  const more = [1, 2, 3].map(() => call(server, 'quick'))
  second.say({ type: 'subscribe', workflowId: 'quick', after: 0 })
  await Promise.all(more)
  const expected = positions(await soFar(first))
  const seen = positions(await soFar(second))
  expect(seen.filter((position) => (position ?? 0) > after)).toEqual(expected.filter((position) => (position ?? 0) > after))
  // The second subscription asked for the beginning as well.
  expect(new Set(seen)).toEqual(new Set(expected))
  expect(new Set(seen).size).toBe(seen.length)
})

test('a replay tells the same as was told live', async () => {
  const server = await listeningServer([quick])
  const live = await liveClient(server.port)
  live.say({ type: 'subscribe' })
  await live.hear(({ type }) => type === 'subscribed')
  await call(server, 'quick', 'x')
  const told = (await soFar(live)).filter(({ type }) => type === 'change')
  const late = await liveClient(server.port)
  late.say({ type: 'subscribe', after: 0 })
  expect((await soFar(late)).filter(({ type }) => type === 'change')).toEqual(told)
})

test('a finished execution is told with its end at once, an unknown one is an error and the link stays', async () => {
  const server = await listeningServer([quick])
  await call(server, 'quick', 'x')
  const { items } = (await (await fetch(`${server.url}/api/v1/executions`)).json()) as { items: [{ id: string }] }
  const client = await liveClient(server.port)
  client.say({ type: 'subscribe', executionId: 'none' })
  expect(await client.hear(({ type }) => type === 'error')).toMatchObject({ code: 'LIVE_EXECUTION_NOT_FOUND' })
  client.say({ type: 'subscribe', executionId: items[0].id })
  expect(await client.hear(({ type }) => type === 'subscribed')).toMatchObject({
    executionId: items[0].id,
    status: 'success',
    result: { body: 'x' },
    finishedAt: expect.any(String),
  })
})

test('one execution is followed to its end', async () => {
  const server = await listeningServer([slow])
  const { executionId } = (await (await call(server, 'slow')).json()) as { executionId: string }
  await call(server, 'slow')
  const client = await liveClient(server.port)
  client.say({ type: 'subscribe', executionId })
  expect(await client.hear(({ type }) => type === 'subscribed')).toMatchObject({
    executionId,
    status: expect.stringMatching(/waiting|running/),
  })
  await server.driver.cancel('default', executionId, { reason: 'enough' })
  expect(await client.hear(({ type }) => type === 'change')).toMatchObject({ executionId, status: 'canceled' })
})

test('a follower is told why the execution waits as it begins to follow, and why a step does from then on', async () => {
  const nodes =
    'l: { type: listen, with: { name: paid-7 }, next: a }\n  a: { type: ask, with: { about: { type: approval, title: Ship it? } } }'
  const server = await listeningServer([webhookWorkflow({ id: 'waiting', path: '/waiting', respond: 'immediately', nodes })])
  const all = await liveClient(server.port)
  all.say({ type: 'subscribe' })
  const { executionId } = (await (await call(server, 'waiting')).json()) as { executionId: string }
  const isWaiting = (step: string) => (message: Received) =>
    message.type === 'change' && (message.changes as Received[]).some((change) => change.step === step && change.status === 'waiting')
  const event = {
    code: 'event',
    event: 'paid-7',
    sentence: expect.stringContaining('the event paid-7'),
    since: expect.stringMatching(/Z$/),
  }
  const change = await all.hear(isWaiting('l'))
  expect(change.changes).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'l', waitsFor: expect.objectContaining(event) })]))
  const one = await liveClient(server.port)
  one.say({ type: 'subscribe', executionId })
  expect(await one.hear(({ type }) => type === 'subscribed')).toMatchObject({ waitsFor: { ...event, step: 'l', others: 0 } })
  await server.driver.emit({ account: 'default', name: 'paid-7', data: null })
  const decision = { code: 'decision', sentence: expect.stringContaining(`millrace execution approve ${executionId} a`) }
  const asking = await one.hear(isWaiting('a'))
  expect(asking.changes).toEqual(
    expect.arrayContaining([expect.objectContaining({ step: 'a', waitsFor: expect.objectContaining(decision) })]),
  )
  expect(JSON.stringify(asking)).not.toContain('/webhook-waiting/')
  const late = await liveClient(server.port)
  late.say({ type: 'subscribe', after: 0 })
  expect(await late.hear(isWaiting('a'))).toEqual(asking)
})

test.each([
  '',
  'null',
  '[]',
  '{',
  '{"type":"dance"}',
  '{"type":"subscribe","after":-1}',
  '{"type":"subscribe","x":1}',
  '{"type":"ping","__proto__":1}',
])('the message %j is an error and the link stays', async (text) => {
  const { port } = await listeningServer()
  const client = await liveClient(port)
  client.say(text)
  expect(await client.hear(({ type }) => type === 'error')).toMatchObject({ code: 'LIVE_MESSAGE_INVALID' })
  await soFar(client)
})

test('a link has a bounded number of subscriptions', async () => {
  const { port } = await listeningServer()
  const client = await liveClient(port)
  for (let count = 0; count <= 100; count++) client.say({ type: 'subscribe', workflowId: `w${count}` })
  expect(await client.hear(({ type }) => type === 'error')).toMatchObject({ code: 'LIVE_TOO_MANY_SUBSCRIPTIONS' })
})

test('a message with a map that cannot be measured is answered as any other that is none, and the server lives on', async () => {
  const client = await liveClient((await listeningServer()).port)
  client.say({ type: 'subscribe', executionId: { length: { toString: 1, valueOf: 1 } } })
  expect(await client.hear(({ type }) => type === 'error')).toMatchObject({ code: 'LIVE_MESSAGE_INVALID' })
  client.say({ type: 'ping' })
  await client.hear(({ type }) => type === 'pong')
})

test.each([
  [{ origin: 'http://evil.test' }, 403],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ host: 'evil.test' }, 421],
])('a link from elsewhere (%j) is refused', async (headers, status) => {
  const { port } = await listeningServer()
  await expect(liveClient(port, headers)).rejects.toThrow(`${status}`)
})

test('a plain request is told to upgrade', async () => {
  const { url } = await listeningServer()
  const answer = await fetch(`${url}/api/v1/live`)
  expect([answer.status, answer.headers.get('upgrade')]).toEqual([426, 'websocket'])
})

test('fifty clients each get every change once, also while one of them reads nothing', async () => {
  const server = await listeningServer([webhookWorkflow({ id: 'quick', path: '/quick' })])
  const clients = await Promise.all(Array.from({ length: 50 }, () => liveClient(server.port)))
  for (const client of clients) {
    client.say({ type: 'subscribe' })
    await client.hear(({ type }) => type === 'subscribed')
  }
  const [deaf, ...others] = clients
  deaf?.socket.pause()
  for (let count = 0; count < 20; count++) await call(server, 'quick', 'x'.repeat(1000))
  const seen = await Promise.all(others.map(async (client) => positions(await soFar(client))))
  expect(new Set(seen[0]).size).toBe(seen[0]?.length)
  for (const one of seen) expect(one).toEqual(seen[0])
  expect(seen[0]?.length).toBeGreaterThanOrEqual(20)
})

test('a client that does not read is dropped with a reason, and the others go on', async () => {
  const server = await listeningServer([webhookWorkflow({ id: 'big', path: '/big', respond: 'immediately' })])
  const [deaf, alert] = await Promise.all([liveClient(server.port), liveClient(server.port)])
  for (const client of [deaf, alert]) {
    client.say({ type: 'subscribe' })
    await client.hear(({ type }) => type === 'subscribed')
  }
  deaf.socket.pause()
  const body = 'x'.repeat(15_000)
  // Kernel buffers take some megabytes before anything piles up here.
  for (let count = 0; count < 600; count++) await call(server, 'big', body)
  const changes = positions(await soFar(alert))
  expect(new Set(changes).size).toBe(changes.length)
  deaf.socket.resume()
  const [code, reason] = (await once(deaf.socket, 'close')) as [number, Buffer]
  // Who reads too late for the goodbye finds the link cut.
  expect([4008, 1006]).toContain(code)
  if (code === 4008) expect(String(reason)).toContain('too slowly')
})

test('a client that is dead is dropped by the heartbeat', async () => {
  const server = await listeningServer([], { heartbeatMs: 250 })
  const socket = connect(server.port, '127.0.0.1')
  const key = randomBytes(16).toString('base64')
  socket.write(
    `GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  )
  socket.resume()
  await once(socket, 'close')
  const alive = await liveClient(server.port)
  for (let beat = 0; beat < 3; beat++) await once(alive.socket, 'ping')
  expect(alive.socket.readyState).toBe(alive.socket.OPEN)
})

test('a handshake that is none, and frames that are none, harm nobody', async () => {
  const server = await listeningServer()
  const head = 'GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
  expect(statusOf(await rawExchange(server.port, [`${head}\r\n`]))).toBe(400)
  const key = randomBytes(16).toString('base64')
  const good = `${head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
  expect(statusOf(await rawExchange(server.port, [good, randomBytes(1000)]))).toBe(101)
  const client = await liveClient(server.port)
  client.socket.send(Buffer.alloc(70_000))
  const [code] = (await once(client.socket, 'close')) as [number]
  expect(code).toBe(1009)
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
})

test('closing the server says goodbye to its clients', async () => {
  const server = await listeningServer()
  const client = await liveClient(server.port)
  const gone = once(client.socket, 'close') as Promise<[number]>
  await server.close()
  expect((await gone)[0]).toBe(1001)
})
