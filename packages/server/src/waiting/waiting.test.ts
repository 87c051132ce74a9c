import { describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const calling = `id: calling
nodes:
  tell: { type: echo, with: { value: "{{ waiting.ask.url }}" }, next: ask }
  ask: { type: ask }`

const approving = `id: approving
nodes:
  ask: { type: ask, with: { about: { type: approval, title: "<b>Pay & go?</b>", message: "<script>alert(1)</script>", details: { "<i>": "\\"quoted\\"", lines: [1, { a: "</td>" }] } } } }`

interface Detail {
  readonly status: string
  readonly result: unknown
  readonly steps: readonly {
    readonly step: string
    readonly waiting?: { readonly for: string; readonly url?: string; readonly event?: string }
  }[]
}

async function begin(server: TestServer, workflow: string): Promise<string> {
  const { executionId } = await server.driver.start({
    account: 'default',
    workflowId: workflow,
    trigger: { id: 'manual', type: 'manual', data: {} },
  })
  return executionId
}

async function detail({ ask }: TestServer, id: string): Promise<Detail> {
  return (await (await ask(`/api/v1/executions/${id}`)).json()) as Detail
}

/** Waits until the step is asked for: a start is acknowledged before the steps run. */
async function pathOf(server: TestServer, id: string): Promise<string> {
  for (;;) {
    const url = (await detail(server, id)).steps.find(({ waiting }) => waiting !== undefined)?.waiting?.url
    if (url !== undefined) return new URL(url).pathname
  }
}

async function ended(server: TestServer, id: string): Promise<Detail> {
  for (;;) {
    const seen = await detail(server, id)
    if (seen.status !== 'running' && seen.status !== 'waiting') return seen
  }
}

const html = { headers: { accept: 'text/html' } }

describe('a step that waits for a call', () => {
  test('is resumed by any method with what was sent, credentials left out, once', async () => {
    const server = await testServer([calling])
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const id = await begin(server, 'calling')
      const path = await pathOf(server, id)
      const init = { method, headers: { authorization: 'Bearer x', cookie: 'a=b', 'x-sent': 'yes', 'content-type': 'application/json' } }
      const answer = await server.ask(`${path}?page=2`, method === 'GET' ? init : { ...init, body: '{"n":1}' })
      expect([answer.status, await answer.json()]).toEqual([200, { status: 'received' }])
      const { result } = await ended(server, id)
      expect(result).toMatchObject({ method, query: { page: '2' }, headers: { 'x-sent': 'yes' }, body: method === 'GET' ? null : { n: 1 } })
      expect(JSON.stringify(result)).not.toMatch(/Bearer|a=b/)
      expect((await server.ask(path, { method })).status).toBe(404)
    }
  })

  test('is not resumed by HEAD and OPTIONS, which programs send by themselves', async () => {
    const server = await testServer([calling])
    const id = await begin(server, 'calling')
    const path = await pathOf(server, id)
    for (const method of ['HEAD', 'OPTIONS']) expect((await server.ask(path, { method })).status).toBe(204)
    expect((await detail(server, id)).status).toBe('waiting')
  })

  test('leaves its address nowhere: not in the log of the server, the history, the events, the lists or the answers', async () => {
    const server = await testServer([calling])
    const id = await begin(server, 'calling')
    const path = await pathOf(server, id)
    const token = path.slice(path.lastIndexOf('/') + 1)
    await server.ask(path, { method: 'POST', headers: { referer: `http://localhost:8577${path}` }, body: token })
    await ended(server, id)
    for (const place of [`/api/v1/executions/${id}`, `/api/v1/executions/${id}/events`, '/api/v1/executions'])
      expect(await (await server.ask(place)).text()).not.toContain(token)
    const gone = await server.ask(path, { method: 'POST' })
    expect(await gone.text()).not.toContain(token)
    expect(JSON.stringify(server.lines)).not.toContain(token)
    expect(server.lines).toContainEqual(expect.objectContaining({ path: '/webhook-waiting/••••••', status: 200 }))
    // Misspelt, it opens nothing, and is a credential all the same: a base address that ends in a slash is enough.
    const open = await pathOf(server, await begin(server, 'calling'))
    const spelt = [`/${open}`, open.replace('-waiting', '-waiting;'), `/millrace${open}`, open.toUpperCase(), `/webhook${open}`]
    for (const wrong of spelt) expect((await server.ask(wrong, { method: 'POST' })).status).toBe(404)
    expect(JSON.stringify(server.lines).toLowerCase()).not.toContain(open.slice(open.lastIndexOf('/') + 1).toLowerCase())
  })
})

describe('attack 26: addresses are guessed, repeated and stretched', () => {
  test('unknown, used and expired look the same, and no part of one opens anything', async () => {
    const server = await testServer([calling])
    const id = await begin(server, 'calling')
    const used = await pathOf(server, id)
    expect((await server.ask(used, { method: 'POST' })).status).toBe(200)
    const open = await pathOf(server, await begin(server, 'calling'))
    const canceled = await begin(server, 'calling')
    const expired = await pathOf(server, canceled)
    await server.driver.cancel('default', canceled)
    const token = open.slice(open.lastIndexOf('/') + 1)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const tries = [
      used,
      expired,
      `${open}x`,
      open.slice(0, -1),
      `${open}/`,
      `/webhook-waiting/${token.toUpperCase()}`,
      '/webhook-waiting/',
      `/webhook-waiting/${id}`,
    ]
    const answers = await Promise.all(tries.map((path) => server.ask(path, { method: 'POST' })))
    const seen = await Promise.all(
      answers.map(async (answer) => ({ status: answer.status, ...((await answer.json()) as object), requestId: '' })),
    )
    expect(new Set(seen.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(seen[0]).toMatchObject({ status: 404, code: 'NOTHING_WAITS' })
    expect((await server.ask(open, { method: 'POST' })).status).toBe(200)
  })

  test('of many who call at once, one is taken', async () => {
    const server = await testServer([calling])
    const path = await pathOf(server, await begin(server, 'calling'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.ask(path, { method: 'POST' })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(19)
  })
})

describe('a step that waits for a decision', () => {
  test('shows a page on which all that the workflow brings is text, and opening it decides nothing', async () => {
    const server = await testServer([approving])
    const id = await begin(server, 'approving')
    const path = await pathOf(server, id)
    for (let times = 0; times < 3; times++) expect((await server.ask(path, html)).status).toBe(200)
    const answer = await server.ask(path, html)
    const page = await answer.text()
    expect(page).toContain('&#60;b&#62;Pay &#38; go?&#60;/b&#62;')
    expect(page).not.toMatch(/<script|<b>|<i>|<\/td>"|\son\w+=|https?:/)
    expect(page.match(/<button/g)).toHaveLength(2)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      ),
      'referrer-policy': 'no-referrer',
      'x-robots-tag': expect.stringContaining('noindex'),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    expect((await detail(server, id)).steps[0]?.waiting).toMatchObject({ for: 'approval' })
    for (const [meant, first] of [
      ['rejected', 'rejected'],
      ['approved', 'approved'],
      ['x', 'approved'],
    ] as const) {
      const opened = await (await server.ask(`${path}?decision=${meant}`, html)).text()
      expect(/<button name="decision" value="(\w+)"/.exec(opened)?.[1]).toBe(first)
    }
    expect((await detail(server, id)).status).toBe('waiting')
  })

  test('is decided by the form, with its comment, once', async () => {
    const server = await testServer([approving])
    const id = await begin(server, 'approving')
    const path = await pathOf(server, id)
    const form = (text: string) => ({
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: text,
    })
    expect((await server.ask(path, form('comment=x'))).status).toBe(400)
    expect((await server.ask(path, { ...form(''), method: 'PUT' })).status).toBe(405)
    const answer = await server.ask(path, form('comment=Not+yet%21&decision=rejected'))
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Rejected')])
    expect((await ended(server, id)).result).toMatchObject({ decision: 'rejected', comment: 'Not yet!', by: null, at: expect.any(String) })
    const again = await server.ask(path, html)
    expect([again.status, await again.text()]).toEqual([404, expect.stringContaining('Nothing waits here')])
  })

  test('is decided through the API by who may', async () => {
    const server = await testServer([approving, calling])
    const id = await begin(server, 'approving')
    await pathOf(server, id)
    const decide = (of: string, step: string, body: object) =>
      server.ask(`/api/v1/executions/${of}/steps/${encodeURIComponent(step)}/decision`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
    expect((await decide(id, 'ask', { decision: 'maybe' })).status).toBe(400)
    expect((await decide('nobody', 'ask', { decision: 'approved' })).status).toBe(404)
    expect((await decide(id, 'other', { decision: 'approved' })).status).toBe(409)
    const call = await begin(server, 'calling')
    await pathOf(server, call)
    expect((await decide(call, 'ask', { decision: 'approved' })).status).toBe(409)
    const answers = await Promise.all([1, 2].map(() => decide(id, 'ask', { decision: 'approved', comment: ' ', by: 'ada' })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const seen = await ended(server, id)
    expect(seen.result).toMatchObject({ decision: 'approved', comment: null, by: 'ada' })
    expect(seen.steps[0]).toMatchObject({ port: 'approved', by: 'ada' })
    expect(seen.steps[0]).not.toHaveProperty('waiting')
  })
})

test('an event reaches who waits for it, and the answer says how many', async () => {
  const server = await testServer(['id: listening\nnodes:\n  l: { type: listen, with: { name: paid } }'])
  const send = async (body: object) => (await server.ask('/api/v1/events', { method: 'POST', body: JSON.stringify(body) })).json()
  expect(await send({ name: 'paid' })).toMatchObject({ name: 'paid', received: 0 })
  const ids = [await begin(server, 'listening'), await begin(server, 'listening')]
  for (const id of ids) while ((await detail(server, id)).steps[0]?.waiting?.event !== 'paid');
  expect(await send({ name: 'paid', data: { n: 1 } })).toMatchObject({ name: 'paid', received: 2 })
  for (const id of ids) expect((await ended(server, id)).result).toEqual({ n: 1 })
  expect(await send({ data: 1 })).toMatchObject({ code: 'REQUEST_INVALID' })
})
