import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const json = { method: 'POST', headers: { 'content-type': 'application/json' } }

test('answers with the result of the last node', async () => {
  const { ask } = await testServer([webhookWorkflow({ id: 'orders', path: '/orders/:id' })])
  const answer = await ask('/webhook/orders/42?page=1&tag=a&tag=b', { ...json, body: '{"total":7}' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    id: 'hook',
    type: 'webhook',
    method: 'POST',
    path: '/orders/42',
    params: { id: '42' },
    query: { page: '1', tag: ['a', 'b'] },
    headers: { 'content-type': 'application/json' },
    body: { total: 7 },
  })
})
