import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { testServer } from '../../testing/test-server.ts'

interface Deliveries {
  readonly name: string
  readonly examples: readonly object[]
}

/** What GitHub has really sent, by the name of the event. */
const deliveries = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Deliveries[]

const source = `id: w
triggers: { hook: { type: webhook, with: { path: /github, respond: last-node, auth: { type: github, secret: [KEY, OLD_KEY] } } } }
nodes: { out: { type: echo, with: { value: "{{ { event: trigger.headers['x-github-event'], body: trigger.body } }}" } } }`

async function opened() {
  const { ask, store } = await testServer([source])
  let count = 0
  const send = (event: string, body: string, secret: string, signed = body) => {
    const signature = `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`
    const headers = {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': `d${count++}`,
      'x-hub-signature-256': signature,
    }
    return ask('/webhook/github', { method: 'POST', headers, body })
  }
  const started = async () => (await store.executions.list('default', {}, { limit: 1_000 })).items.length
  return { send, started }
}

test('one delivery of each event that GitHub sends arrives as it was signed, with the new secret or the old one', async () => {
  const { send, started } = await opened()
  expect(deliveries.length).toBeGreaterThan(40)
  for (const [index, { name, examples }] of deliveries.entries()) {
    const answer = await send(name, JSON.stringify(examples[0]), index % 2 === 0 ? 'a-key' : 'an-old-key')
    expect([name, answer.status, await answer.json()]).toEqual([name, 200, { event: name, body: examples[0] }])
  }
  expect(await started()).toBe(deliveries.length)
})

test('attack 27: one that is altered by a byte, or signed with another secret, starts nothing', async () => {
  const { send, started } = await opened()
  for (const { name, examples } of deliveries.slice(0, 10)) {
    const body = JSON.stringify(examples[0])
    const altered = body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
    const answers = [await send(name, altered, 'a-key', body), await send(name, body, 'b-key'), await send(name, `${body} `, 'a-key', body)]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  }
  expect(await started()).toBe(0)
})
