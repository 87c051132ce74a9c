import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const answering = `out: { type: reply, with: { body: "{{ { text: trigger.history.length + ': ' + trigger.message } }}" } }`

const source = (params: object = {}, nodes = answering, more = '') =>
  `id: help\ntriggers: { talk: { type: chat${more}, with: ${JSON.stringify({ path: '/help', title: '<Help>', greeting: 'Ask & see', ...params })} } }\nnodes:\n  ${nodes}\n`

interface Told {
  readonly session: string
  readonly answer?: string
  readonly messages: readonly { readonly role: string; readonly text: string }[]
}

async function say({ ask }: TestServer, body: object, headers: Readonly<Record<string, string>> = {}) {
  const sent = { 'content-type': 'application/json', accept: 'application/json', ...headers }
  const answer = await ask('/chat/help', { method: 'POST', headers: sent, body: JSON.stringify(body) })
  return { status: answer.status, told: (await answer.json()) as Told & { readonly code?: string } }
}

const executions = async ({ store }: TestServer) => (await store.executions.list('default', {}, { limit: 90 })).items

test('each message is an execution that knows what was said before, and is answered', async () => {
  const server = await testServer([source()])
  const first = await say(server, { message: ' Hello ' })
  expect([first.status, first.told.answer]).toEqual([200, '0: Hello'])
  const { session } = first.told
  expect((await say(server, { message: 'Again', session })).told).toMatchObject({ session, answer: '2: Again' })
  expect((await say(server, { session })).told.messages.map(({ role, text }) => `${role} ${text}`)).toEqual([
    'person Hello',
    'workflow 0: Hello',
    'person Again',
    'workflow 2: Again',
  ])
  expect((await executions(server)).map(({ triggerType, triggerId }) => `${triggerType} ${triggerId}`)).toEqual(['chat talk', 'chat talk'])
})

test('the page works without its script, which runs by its hash alone, and shows everything as text', async () => {
  const server = await testServer([source()])
  const opened = await server.ask('/chat/help', { headers: { accept: 'text/html' } })
  expect(opened.headers.get('referrer-policy')).toBe('same-origin')
  expect(opened.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; connect-src 'self'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  )
  const send = (message: string, session = '') =>
    server.ask('/chat/help', { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams({ message, session }) })
  const page = await (await send('<img src=x onerror=alert(1)>')).text()
  expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;')
  expect(page).toContain('&#60;Help&#62;')
  expect(page).not.toMatch(/<img|<Help>/)
  const session = /name="session" value="([A-Za-z0-9_-]{43})"/.exec(page)?.[1]
  expect((await (await send('More', session)).text()).match(/<li /g)).toHaveLength(4)
})

test('attack 26: a session that was made up is not gone on with, and its token is kept nowhere', async () => {
  const server = await testServer([source()])
  const { session } = (await say(server, { message: 'Secret' })).told
  expect(Buffer.from(session, 'base64url')).toHaveLength(32)
  for (const wrong of ['', 'x', 'A'.repeat(43), `${session}x`, session.slice(1)]) {
    const { told } = await say(server, { session: wrong })
    expect([told.messages, told.session === wrong]).toEqual([[], false])
  }
  const { items } = await server.store.values.list({ account: 'default', space: 'workflow:help' }, { limit: 9 }, Date.now())
  expect(items).toHaveLength(1)
  const [execution] = await executions(server)
  const log = JSON.stringify(await server.store.executions.log('default', execution?.id ?? ''))
  expect(JSON.stringify([items, log, server.lines])).not.toContain(session)
})

test('a message is a text that is not too long; nothing else starts an execution', async () => {
  const server = await testServer([source()])
  for (const message of ['x'.repeat(4_001), 7, ['a'], { text: 'a' }])
    expect((await say(server, { message })).told.code).toBe('REQUEST_INVALID')
  for (const message of ['', '  \n ']) expect((await say(server, { message })).status).toBe(200)
  expect((await server.ask('/chat/help', { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'x' })).status).toBe(400)
  expect(await executions(server)).toEqual([])
})

test('attacks 25 and 45: floods wait, and pages of other sites may not write', async () => {
  const server = await testServer([source({ rateLimit: { limit: 2, per: '1m' } })])
  const statuses = []
  for (let times = 0; times < 4; times++) statuses.push((await say(server, { message: 'a' })).status)
  expect(statuses).toEqual([200, 200, 429, 429])
  expect((await say(server, { message: 'a' }, { origin: 'https://evil.example' })).told.code).toBe('CROSS_SITE')
  expect((await say(server, { message: 'a' }, { 'sec-fetch-site': 'cross-site' })).told.code).toBe('CROSS_SITE')
  expect(await executions(server)).toHaveLength(2)
})

test('answers are texts, whatever the workflow gives; what fails or takes long is told', async () => {
  const told = async (nodes: string, params = {}, changed = {}) =>
    (await say(await testServer([source(params, nodes)], changed), { message: 'a' })).told
  expect((await told('out: { type: reply, with: { body: { n: [1] } } }')).answer).toBe('{\n  "n": [\n    1\n  ]\n}')
  expect((await told('out: { type: echo, with: { value: done } }', { respond: 'last-node' })).answer).toBe('done')
  expect((await told('out: { type: echo }')).answer).toBe('There is no answer to that.')
  expect((await told('out: { type: forever }', {}, { answerTimeoutMs: 10 })).answer).toBe('This takes longer than expected.')
  expect((await told('out: { type: fail, with: { message: No luck. } }')).code).toBe('EXECUTION_FAILED')
})

test('whoever writes is not told what broke inside, and where', async () => {
  const server = await testServer([source({}, 'secret_step: { type: fail, with: { message: No way to db.internal } }')])
  const { status, told } = await say(server, { message: 'a' })
  expect([status, told]).toEqual([500, expect.objectContaining({ code: 'EXECUTION_FAILED', detail: 'Please try again later.' })])
  expect(JSON.stringify(told)).not.toMatch(/internal|secret_step|BROKEN/)
})

test('what many windows say at once is all kept, and only the newest 200', async () => {
  const server = await testServer([source({ rateLimit: { limit: 1_000, per: '1m' } })])
  const { session } = (await say(server, { message: 'first' })).told
  await Promise.all(Array.from({ length: 5 }, (_, index) => say(server, { message: `m${index}`, session })))
  expect((await say(server, { session })).told.messages).toHaveLength(12)
  for (let count = 0; count < 100; count++) await say(server, { message: `n${count}`, session })
  const { messages } = (await say(server, { session })).told
  expect([messages.length, messages.at(-2)?.text]).toEqual([200, 'n99'])
})

test('one that is unknown or switched off is not there', async () => {
  const server = await testServer([source({}, answering, ', disabled: true')])
  expect([(await server.ask('/chat/help')).status, (await say(server, { message: 'a' })).status]).toEqual([404, 404])
  expect((await server.ask('/chat/nope', { headers: { accept: 'text/html' } })).headers.get('content-type')).toBe(
    'text/html; charset=utf-8',
  )
})
