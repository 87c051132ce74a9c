import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const waiting = (respond: 'last-node' | 'respond-node') =>
  webhookWorkflow({
    id: 'w',
    path: '/w',
    respond,
    nodes: 'wait: { type: listen, with: { name: paid }, next: out }\n  out: { type: reply, with: { status: 201, body: "{{ input }}" } }',
  })

async function told(server: TestServer): Promise<string> {
  const answer = await server.ask('/webhook/w', { method: 'POST' })
  const { url } = (await answer.json()) as { readonly url: string }
  expect([answer.status, answer.headers.get('location')]).toEqual([202, url])
  return new URL(url).pathname
}

test('who was told to wait gets the answer later, as it would have been, as often as it asks', async () => {
  const server = await testServer([waiting('respond-node')], { answerTimeoutMs: 10 })
  const path = await told(server)
  const early = await server.ask(path)
  expect([early.status, early.headers.get('retry-after'), early.headers.get('cache-control')]).toEqual([202, '2', 'no-store'])
  while ((await server.driver.emit({ account: 'default', name: 'paid', data: 'done' })) === 0);
  for (const _ of [1, 2]) {
    const late = await server.ask(path)
    expect([late.status, await late.text(), late.headers.get('content-security-policy')]).toEqual([201, 'done', 'sandbox'])
  }
})

test('of the last node too; and what failed meanwhile is told as such', async () => {
  const server = await testServer([waiting('last-node')], { answerTimeoutMs: 10 })
  const path = await told(server)
  const { items } = await server.store.executions.list('default', {}, { limit: 1 })
  await server.driver.cancel('default', items[0]?.id ?? '')
  expect(await (await server.ask(path)).json()).toMatchObject({ code: 'EXECUTION_CANCELED' })
})

test('attack 26: the address is 256 bits, stands in no log, and an answer that is not there looks like one that never was', async () => {
  const server = await testServer([waiting('last-node')], { answerTimeoutMs: 10 })
  const path = await told(server)
  const [id = '', proof = ''] = path.slice('/webhook-status/'.length).split('.')
  expect(Buffer.from(proof, 'base64url')).toHaveLength(32)
  for (const wrong of [id, `${id}.`, `${id}.${'A'.repeat(43)}`, '', '../api/v1/status'])
    expect((await server.ask(`/webhook-status/${wrong}`)).status).toBe(wrong.startsWith('..') ? 200 : 404)
  expect((await server.ask(path, { method: 'POST' })).status).toBe(405)
  expect(JSON.stringify(server.lines)).not.toContain(proof)
})
