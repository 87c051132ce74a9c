import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

/** Whatever of it an answer has. */
interface Body {
  readonly id: string
  readonly firings: readonly { readonly executionId: string }[]
  readonly items: readonly { readonly name: string }[]
  readonly nextCursor?: string
}

const hearing = (id: string, filter = 'true') =>
  `id: ${id}\ntriggers: { heard: { type: on, with: { name: order.*, filter: "{{ ${filter} }}" } } }\nnodes: { a: { type: echo } }`

async function opened() {
  const { ask, store } = await testServer([hearing('one'), hearing('big', 'trigger.data.total > 100')])
  async function send(body: object, headers: Record<string, string> = {}) {
    const answer = await ask('/api/v1/events', { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as Body }
  }
  const get = async (path: string) => {
    const answer = await ask(`/api/v1/events${path}`)
    return { status: answer.status, body: (await answer.json()) as Body }
  }
  return { send, get, store }
}

describe('an event', () => {
  test('is answered when it is delivered, with what it has started', async () => {
    const { send, get, store } = await opened()
    const { status, body } = await send({ name: 'order.paid', data: { total: 7 }, by: 'ada' })
    expect([status, body]).toMatchObject([200, { name: 'order.paid', isNew: true, isDelivered: true, received: 0 }])
    expect(body.firings).toMatchObject([{ workflowId: 'one', triggerId: 'heard', outcome: 'started' }])
    expect(await store.executions.get('default', body.firings[0]?.executionId ?? '')).toMatchObject({
      triggerId: 'heard',
      triggerType: 'on',
    })
    expect(await get(`/${body.id}`)).toMatchObject({
      status: 200,
      body: { id: body.id, data: { total: 7 }, source: { by: 'ada' }, depth: 1, isDelivered: true },
    })
  })

  test('with an id, or a key, is sent once', async () => {
    const { send } = await opened()
    const event = { name: 'order.paid', data: { total: 200, to: 'ada' } }
    const first = await send({ ...event, id: 'a' })
    expect(first.body.firings).toHaveLength(2)
    const sameData = { name: 'order.paid', data: { to: 'ada', total: 200 } }
    expect(await send(sameData, { 'idempotency-key': 'a' })).toEqual({ status: 200, body: { ...first.body, isNew: false } })
    expect(await send({ ...event, id: 'a', data: 1 })).toMatchObject({ status: 409, body: { code: 'EVENT_EXISTS' } })
    const other = await send({ ...event, data: 1 }, { 'idempotency-key': 'a' })
    expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
  })

  test('whose filter fails says why', async () => {
    const { send } = await opened()
    const { body } = await send({ name: 'order.seen' })
    const failed = { workflowId: 'big', outcome: 'failed', message: expect.stringContaining('The filter cannot be evaluated') }
    expect(body.firings).toContainEqual(expect.objectContaining(failed))
  })

  test.each([
    [{ name: 'table.orders.created' }, 422, 'EVENT_INVALID'],
    [{ name: 'a*' }, 422, 'EVENT_INVALID'],
    [{ name: '' }, 400, 'REQUEST_INVALID'],
    [{ name: 'a', data: 'x'.repeat(1024 * 1024) }, 413, 'EVENT_TOO_LARGE'],
  ])('that cannot be is refused', async (body, status, code) => {
    const { send } = await opened()
    expect(await send(body)).toMatchObject({ status, body: { code } })
  })
})

test('a trigger says which event it heard last, and what came of it', async () => {
  const { ask } = await testServer([hearing('big', 'trigger.data.total > 100')])
  const send = (body: object) => ask('/api/v1/events', { method: 'POST', body: JSON.stringify(body) })
  const lastEvent = async () => ((await (await ask('/api/v1/triggers/big/heard')).json()) as { lastEvent?: object }).lastEvent
  expect(await lastEvent()).toBeUndefined()
  await send({ name: 'order.paid', data: { total: 200 }, id: 'a' })
  expect(await lastEvent()).toMatchObject({ id: 'a', name: 'order.paid', outcome: 'started' })
  await send({ name: 'order.paid', id: 'b' })
  expect(await lastEvent()).toMatchObject({ id: 'b', outcome: 'failed', message: expect.stringContaining('The filter') })
})

describe('events', () => {
  test('are listed newest first, by name, workflow and time, page by page', async () => {
    const { send, get } = await opened()
    for (const [name, total] of [
      ['order.paid', 500],
      ['order.sent', 1],
      ['other', 0],
    ] as const)
      await send({ name, data: { total } })
    const names = async (query: string) => (await get(query)).body.items.map(({ name }) => name)
    expect(await names('')).toEqual(['other', 'order.sent', 'order.paid'])
    expect(await names('?name=order.*')).toEqual(['order.sent', 'order.paid'])
    expect(await names('?name=order.paid')).toEqual(['order.paid'])
    expect(await names('?workflow=big')).toEqual(['order.paid'])
    expect(await names('?workflow=one&trigger=heard&limit=1')).toEqual(['order.sent'])
    expect(await names('?to=2020-01-01T00:00:00Z')).toEqual([])
    const { body } = await get('?limit=2')
    expect(await names(`?limit=2&cursor=${body.nextCursor}`)).toEqual(['order.paid'])
    expect((await get('?trigger=heard')).status).toBe(400)
    expect(await get('/nothing')).toMatchObject({ status: 404, body: { code: 'EVENT_NOT_FOUND' } })
  })
})

test('a trigger that heard nothing for long still tells the last execution that it started', async () => {
  const both = 'triggers: { heard: { type: on, with: { name: order.paid } }, open: { type: webhook, with: { path: /open, auth: none } } }'
  const { ask } = await testServer([`id: busy\n${both}\nnodes: { a: { type: echo } }`])
  const sent = await ask('/api/v1/events', { method: 'POST', body: JSON.stringify({ name: 'order.paid' }) })
  const { firings } = (await sent.json()) as Body
  for (let call = 0; call < 120; call++) await ask('/webhook/open', { method: 'POST' })
  const trigger = (await (await ask('/api/v1/triggers/busy/heard')).json()) as { last?: object }
  expect(trigger.last).toMatchObject({ executionId: firings[0]?.executionId, status: 'success' })
})
