import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

test('executions are searched by text, together with the other filters', async () => {
  const { ask } = await testServer([
    webhookWorkflow({ id: 'orders', path: '/orders' }),
    webhookWorkflow({ id: 'bad', path: '/bad', nodes: 'a: { type: fail, with: { message: "Order 4711 broke" } }' }),
  ])
  const send = (path: string, body: unknown) =>
    ask(`/webhook${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  await send('/orders', { order: 4711, to: 'ada@example.test' })
  await send('/orders', { order: 4712 })
  await send('/bad', {})
  const of = async (query: string) => {
    const answer = (await (await ask(`/api/v1/executions?${query}`)).json()) as { items: { workflowId: string }[]; search: unknown }
    return [answer.items.map(({ workflowId }) => workflowId), answer.search]
  }
  expect(await of('search=4711')).toEqual([['bad', 'orders'], { complete: true }])
  expect(await of('search=4711&workflow=orders')).toEqual([['orders'], { complete: true }])
  expect(await of(`search=${encodeURIComponent('ADA@example.test')}`)).toEqual([['orders'], { complete: true }])
  expect(await of(`search=${encodeURIComponent('"order 4711"')}&status=failed`)).toEqual([['bad'], { complete: true }])
  expect(await of('search=nowhere')).toEqual([[], { complete: true }])
  const refused = await ask('/api/v1/executions?search=***')
  expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
    400,
    expect.stringContaining('at least one letter or digit'),
  ])
})

test('the index tells how far it is, and is made anew when asked', async () => {
  const { ask } = await testServer()
  expect(await (await ask('/api/v1/search')).json()).toEqual({ indexed: 0, recorded: 0, bytes: 0 })
  expect((await ask('/api/v1/search/rebuild', { method: 'POST' })).status).toBe(202)
})
