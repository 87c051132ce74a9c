import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

async function setUp(sources: readonly string[] = []) {
  const server = await testServer(sources)
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    server.ask(`/api/v1/workflows/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const called = async (path: string) => {
    const answer = await server.ask(`/webhook${path}`, { method: 'POST' })
    return answer.ok ? answer.status : ((await answer.json()) as { code: string }).code
  }
  return { ...server, send, called }
}

const orders = webhookWorkflow({ id: 'orders', path: '/orders/:id' })

test('whoever calls a webhook whose workflow was unpublished is told so, and served again once it is published', async () => {
  const { send, called, publish } = await setUp([orders])
  expect([await called('/orders/7'), await called('/other')]).toEqual([200, 'WEBHOOK_NOT_FOUND'])
  expect((await send('DELETE', 'orders')).status).toBe(200)
  expect([await called('/orders/8'), await called('/orders')]).toEqual(['WEBHOOK_UNPUBLISHED', 'WEBHOOK_NOT_FOUND'])
  await publish(orders)
  expect(await called('/orders/9')).toBe(200)
})

test('what was unpublished before the first of such calls is known too', async () => {
  const { send, called } = await setUp([orders])
  await send('DELETE', 'orders')
  expect(await called('/orders/7')).toBe('WEBHOOK_UNPUBLISHED')
})

test('a webhook of a draft is told of as it is edited, also while the draft has mistakes', async () => {
  const { send, called } = await setUp()
  expect(await called('/orders/7')).toBe('WEBHOOK_NOT_FOUND')
  const begun = await send('PUT', 'orders/draft', { 'if-none-match': '*' }, { source: orders.replace('type: echo', 'type: ecco') })
  expect(await called('/orders/7')).toBe('WEBHOOK_UNPUBLISHED')
  const { revision } = (await begun.json()) as { revision: number }
  await send('PUT', 'orders/draft', { 'if-match': `"${revision}"` }, { source: orders.replace('/orders/:id', '/bills') })
  expect([await called('/orders/7'), await called('/bills')]).toEqual(['WEBHOOK_NOT_FOUND', 'WEBHOOK_UNPUBLISHED'])
  await send('DELETE', 'orders/draft')
  expect(await called('/bills')).toBe('WEBHOOK_NOT_FOUND')
})

test('many who call at once, and one whose text cannot be read at all, harm nobody', async () => {
  const { send, called } = await setUp()
  await send('PUT', 'broken/draft', { 'if-none-match': '*' }, { source: 'triggers: [unclosed' })
  await send('PUT', 'orders/draft', { 'if-none-match': '*' }, { source: orders })
  const all = await Promise.all(Array.from({ length: 20 }, (_, index) => called(`/orders/${index}`)))
  expect(new Set(all)).toEqual(new Set(['WEBHOOK_UNPUBLISHED']))
})
