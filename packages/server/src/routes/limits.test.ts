import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const limited = (settings: string, node: string, respond = 'immediately') => `id: limited
triggers: { hook: { type: webhook, with: { path: /limited, method: POST, respond: ${respond} } } }
settings: { ${settings} }
nodes: { n: { type: ${node} } }`

function hook({ ask }: TestServer, body: unknown = {}): Promise<Response> {
  return ask('/webhook/limited', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

async function run({ ask }: TestServer, body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; json: Answer }> {
  const answer = await ask('/api/v1/workflows/limited/run', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, json: (await answer.json()) as Answer }
}

interface Answer {
  readonly executionId: string
  readonly status: string
  readonly code?: string
}

const shown = async ({ ask }: TestServer, id: string) => (await (await ask(`/api/v1/executions/${id}`)).json()) as Record<string, unknown>

test('a webhook over its rate limit is told when to come again, and makes no execution', async () => {
  const server = await testServer([limited('rateLimit: { limit: 1, per: 1h }', 'echo')])
  expect((await hook(server)).status).toBe(202)
  const refused = await hook(server)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3590)
  expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED', detail: expect.stringContaining('no more than 1 per 3600 s') })
  const { items } = (await (await server.ask('/api/v1/executions')).json()) as { items: unknown[] }
  expect(items).toHaveLength(1)
})

test('a start that is queued says so, with its place, key and priority', async () => {
  const server = await testServer([limited('concurrency: { limit: 1, key: "{{ trigger.body.customer }}" }', 'forever')])
  await hook(server, { customer: 42 })
  await run(server, { data: { customer: 42 }, trigger: 'hook' })
  const { status, json } = await run(server, { data: { customer: 42 }, trigger: 'hook', priority: 60 })
  expect([status, json.status]).toEqual([202, 'queued'])
  expect(await shown(server, json.executionId)).toMatchObject({
    status: 'queued',
    priority: 60,
    key: 'customer=42',
    waitsFor: {
      code: 'queued',
      cause: 'concurrency',
      ahead: 0,
      limit: 1,
      key: 'customer=42',
      sentence: expect.stringMatching(/^is queued, the next for key customer=42, for .* so far: its one place is taken$/),
    },
  })
  const { items } = (await (await server.ask('/api/v1/executions?status=queued')).json()) as { items: { waitsFor: unknown }[] }
  expect(items.map(({ waitsFor }) => waitsFor)).toMatchObject([{ code: 'queued', key: 'customer=42' }, {}])
})

test('a priority is a whole number from 0 to 100', async () => {
  const server = await testServer([limited('concurrency: { limit: 1 }', 'echo')])
  for (const priority of [-1, 101, 1.5, 'high']) expect((await run(server, { priority })).status).toBe(400)
})

test.each(['last-node', 'respond-node'])(
  'with respond %s a start that is dropped is answered 429, and is on the record',
  async (respond) => {
    const server = await testServer([limited('concurrency: { limit: 1, onLimit: drop }', 'forever', respond)])
    const first = await waitingCall(server)
    const dropped = await hook(server)
    expect(dropped.status).toBe(429)
    const { code, executionId } = (await dropped.json()) as { code: string; executionId: string }
    expect(code).toBe('START_DROPPED')
    expect(await shown(server, executionId)).toMatchObject({ status: 'canceled', error: { code: 'DROPPED' } })
    await first.cancel()
  },
)

/** A call that is not answered before somebody cancels what it has started. */
async function waitingCall(server: TestServer) {
  const started = Promise.withResolvers<string>()
  server.driver.subscribe(({ status, executionId }) => status === 'waiting' && started.resolve(executionId))
  const answer = hook(server)
  const executionId = await started.promise
  return {
    async cancel() {
      await server.ask(`/api/v1/executions/${executionId}/cancel`, { method: 'POST' })
      await answer
    },
  }
}

test('a start that is dropped without anybody waiting is accepted, and says so', async () => {
  const server = await testServer([limited('concurrency: { limit: 1, onLimit: drop }', 'forever')])
  await hook(server)
  const dropped = await hook(server)
  expect([dropped.status, ((await dropped.json()) as Answer).status]).toEqual([202, 'dropped'])
})

test.each(['last-node', 'respond-node'])('with respond %s a start that another one replaces is answered 202', async (respond) => {
  const server = await testServer([limited('debounce: { delay: 10s }', 'echo', respond)])
  const queued = Promise.withResolvers<void>()
  server.driver.subscribe(({ status }) => status === 'queued' && queued.resolve())
  const first = hook(server)
  await queued.promise
  void run(server, { trigger: 'hook' })
  const answer = await first
  expect([answer.status, ((await answer.json()) as Answer).status]).toEqual([202, 'superseded'])
})

test('a key that cannot be evaluated refuses the start', async () => {
  const server = await testServer([limited('concurrency: { limit: 1, key: "{{ trigger.body.a.b.c }}" }', 'echo')])
  const refused = await hook(server, { a: 1 })
  expect([refused.status, ((await refused.json()) as Answer).code]).toEqual([422, 'KEY_INVALID'])
})

test('an idempotency key makes one execution, also of requests at once, and is free again when the start was refused', async () => {
  const server = await testServer([limited('concurrency: { limit: 1, maxQueued: 1 }', 'forever')])
  const key = (name: string) => ({ 'idempotency-key': name })
  const answers = await Promise.all(Array.from({ length: 5 }, () => run(server, {}, key('a'))))
  expect(new Set(answers.map(({ json }) => json.executionId)).size).toBe(1)
  const queued = await Promise.all(Array.from({ length: 5 }, () => run(server, {}, key('b'))))
  expect(queued.map(({ status, json }) => [status, json.status])).toEqual(Array(5).fill([202, 'queued']))
  expect((await run(server, {}, key('c'))).json.code).toBe('QUEUE_FULL')
  expect((await run(server, { data: { n: 1 } }, key('b'))).status).toBe(409)
  await server.ask(`/api/v1/executions/${queued[0]?.json.executionId}/cancel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect((await run(server, {}, key('c'))).json.status).toBe('queued')
})
