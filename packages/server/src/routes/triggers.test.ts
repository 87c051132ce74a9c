import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const shop = `id: shop
inputs: { days: {} }
triggers:
  placed: { type: webhook, name: Orders, with: { path: "/orders/:id", method: [PUT, POST], auth: { type: bearer, secret: KEY } } }
  open: { type: webhook, with: { path: /open } }
  off: { type: webhook, disabled: true, with: { path: /off, auth: none } }
  ask: { type: function, with: { name: quote } }
  tick: { type: clock, with: { everyMs: 3600000 }, inputs: { days: 7 } }
  hand: { type: manual }
nodes: { a: { type: echo } }`

interface Listed {
  readonly items: readonly Record<string, unknown>[]
}

test('every trigger is listed with its address, who may call, the last execution, the last refusal and the next time', async () => {
  const server = await testServer([shop])
  const list = async (query = '') => (await (await server.ask(`/api/v1/triggers${query}`)).json()) as Listed
  await server.ask('/webhook/orders/7', { method: 'POST' })
  await server.ask('/webhook/orders/7', { method: 'POST' })
  const started = (await (await server.ask('/webhook/open', { method: 'POST' })).json()) as { executionId: string }
  const { items } = await list()
  expect(items).toMatchObject([
    {
      workflowId: 'shop',
      triggerId: 'placed',
      name: 'Orders',
      isEnabled: true,
      url: 'http://localhost:8577/webhook/orders/:id',
      methods: ['PUT', 'POST'],
      auth: 'bearer',
      isOpen: false,
      lastRefusal: { code: 'WEBHOOK_UNAUTHORIZED', count: 2 },
    },
    { triggerId: 'open', auth: 'none', isOpen: true, last: { executionId: started.executionId, status: expect.any(String) } },
    { triggerId: 'off', isEnabled: false },
    { triggerId: 'ask', url: 'http://localhost:8577/api/v1/functions/quote', auth: 'api', isOpen: false },
    { triggerId: 'tick', inputs: { days: 7 }, isPaused: false, sentence: 'Every 3600000 ms', nextAt: expect.any(String), isOpen: false },
    { triggerId: 'hand', isOpen: false },
  ])
  expect(items[0]).not.toHaveProperty('last')
  expect((await list('?type=function')).items.map(({ triggerId }) => triggerId)).toEqual(['ask'])
  expect((await list('?workflow=nope')).items).toEqual([])
  expect(await (await server.ask('/api/v1/triggers/shop/ask')).json()).toEqual(items[3])
  expect([(await server.ask('/api/v1/triggers/shop/nope')).status, (await server.ask('/api/v1/triggers/nope/ask')).status]).toEqual([
    404, 404,
  ])
})

test('a schedule that has started says so, and nothing of the time before, which failed', async () => {
  const server = await testServer([
    'id: orders\ntriggers: { tick: { type: clock, with: { everyMs: 3600000 } } }\nnodes: { a: { type: echo } }',
  ])
  const row = await server.store.schedules.get({ account: 'default', workflowId: 'orders', triggerId: 'tick' })
  if (row === undefined) throw new Error('The schedule is not known.')
  await server.store.schedules.put([{ ...row, lastAt: 0, lastOutcome: 'started', lastMessage: '' }])
  const shown = (await (await server.ask('/api/v1/triggers/orders/tick')).json()) as { readonly lastTurn: unknown }
  expect(shown.lastTurn).toEqual({ at: '1970-01-01T00:00:00.000Z', outcome: 'started' })
})

test('one that has its turn by itself says when it last had it, what came of it, and when it has it next', async () => {
  const looking = 'triggers: { new: { type: look, with: { items: [a] } }, bad: { type: look, with: { items: none } } }'
  const server = await testServer([`id: orders\n${looking}\nnodes: { a: { type: echo } }`])
  for (const id of ['new', 'bad']) await server.ask(`/api/v1/polls/orders/${id}/look`, { method: 'POST' })
  const show = async (id: string) => (await server.ask(`/api/v1/triggers/orders/${id}`)).json()
  const time = expect.any(String)
  expect(await show('new')).toMatchObject({ isPaused: false, nextAt: time, last: { executionId: time }, lastTurn: { at: time } })
  expect(await show('bad')).toMatchObject({ nextAt: time, lastTurn: { outcome: 'failed', message: 'There is no list.' } })
  await server.ask('/api/v1/polls/orders/new/pause', { method: 'POST' })
  expect(await show('new')).not.toHaveProperty('nextAt')
})

test('a trigger beside a very busy one says its last execution still, in a server that was started again too', async () => {
  const triggers = `  rare: { type: webhook, with: { path: /rare, auth: none, respond: last-node } }
  busy: { type: webhook, with: { path: /busy, auth: none, respond: last-node } }
  never: { type: webhook, with: { path: /never, auth: none } }`
  const source = `id: w\ntriggers:\n${triggers}\nnodes: { a: { type: echo } }`
  const { ask, store, server } = await testServer([source])
  const listening = await server.listen({ port: 0 })
  const { executionId } = (await (await ask('/webhook/rare', { method: 'POST' })).json()) as { executionId?: string }
  for (let n = 0; n < 120; n++) await ask('/webhook/busy', { method: 'POST' })
  const lastOf = async (asked: typeof ask, id: string) =>
    ((await (await asked(`/api/v1/triggers/w/${id}`)).json()) as { last?: { executionId: string } }).last?.executionId
  const known = await lastOf(ask, 'rare')
  expect([typeof known, executionId ?? known, await lastOf(ask, 'never')]).toEqual(['string', known, undefined])
  await listening.close()
  const again = await testServer([source], { store })
  expect(await lastOf(again.ask, 'rare')).toBe(known)
})

test('the sample call proves who calls as the sender would, and names the secret without holding it', async () => {
  const kinds = {
    none: 'none',
    header: { type: 'header', name: 'X-Api-Key', secret: ['KEY', 'OLD_KEY'] },
    basic: { type: 'basic', user: "o'shop", secret: 'KEY' },
    jwt: { type: 'jwt', secret: 'KEY' },
    github: { type: 'github', secret: 'KEY' },
    hmac: { type: 'hmac', secret: 'KEY', header: 'X-Sig', prefix: '$v"=', algorithm: 'sha512' },
    shopify: { type: 'shopify', secret: 'KEY' },
    stripe: { type: 'stripe', secret: 'KEY' },
    slack: { type: 'slack', secret: 'KEY' },
    standard: { type: 'standard-webhooks', secret: 'SVIX' },
  }
  const triggers = Object.entries(kinds).map(
    ([id, auth]) => `  ${id}: { type: webhook, with: ${JSON.stringify({ path: `/${id}`, auth })} }`,
  )
  const { ask } = await testServer([`id: w\ntriggers:\n${triggers.join('\n')}\nnodes: { a: { type: echo } }`])
  const text = await (await ask('/api/v1/triggers')).text()
  const { items } = JSON.parse(text) as Listed
  expect(Object.fromEntries(items.map(({ triggerId, sample }) => [triggerId, sample]))).toEqual({
    none: `curl -H 'content-type: application/json' -d '{"hello":"world"}' http://localhost:8577/webhook/none`,
    header: expect.stringContaining('-H "X-Api-Key: $KEY"'),
    basic: expect.stringContaining(`-u 'o'\\''shop':"$KEY"`),
    jwt: expect.stringContaining('Bearer $KEY'.replace('KEY', 'TOKEN')),
    github: expect.stringContaining(`x-hub-signature-256: sha256=$(printf %s ""'{"hello":"world"}' | openssl dgst -sha256 -hmac "$KEY"`),
    hmac: expect.stringMatching(/-H "X-Sig: \\\$v\\"=\$\(printf .* openssl dgst -sha512 -hmac "\$KEY"/),
    shopify: expect.stringMatching(/-H "x-shopify-hmac-sha256: .* -binary \| openssl base64 -A\)"/),
    stripe: expect.stringMatching(/^t=\$\(date \+%s\); curl -H "stripe-signature: t=\$t,v1=\$\(printf %s "\$t\."'\{/),
    slack: expect.stringMatching(/-H "x-slack-request-timestamp: \$t" -H "x-slack-signature: v0=\$\(printf %s "v0:\$t:"'\{/),
    standard: expect.stringMatching(
      /-H "webhook-signature: v1,\$\(printf %s "msg_\$t\.\$t\."'\{.*hexkey:\$\(printf %s "\$\{SVIX#whsec_\}"/,
    ),
  })
  expect(text).not.toContain('a-key')
})

test('a sample call without a body signs none', async () => {
  const hook = { path: '/get', method: 'GET', auth: { type: 'hmac', secret: 'KEY', header: 'X-Sig' } }
  const { ask } = await testServer([
    `id: w\ntriggers: { get: { type: webhook, with: ${JSON.stringify(hook)} } }\nnodes: { a: { type: echo } }`,
  ])
  const { sample } = (await (await ask('/api/v1/triggers/w/get')).json()) as { readonly sample: string }
  expect(sample).toMatch(/^curl -X GET -H "X-Sig: \$\(printf %s ""'' \| openssl/)
})
