import { expect, test } from 'vitest'
import { listeningServer } from '../testing/listening-server.ts'
import { liveClient, type Received } from '../testing/live-client.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const guarded = `id: guarded
name: Guarded
triggers: { call: { type: webhook, with: { path: /guarded, auth: { type: header, name: x-key, secret: KEY } } } }
nodes: { a: { type: echo } }`
const hourly = 'id: hourly\nname: Hourly\ntriggers: { t: { type: clock, with: { everyMs: 3600000 } } }\nnodes: { a: { type: echo } }'

const isNews = ({ type }: Received): boolean => type === 'triggers-changed'

test('who follows the triggers hears when one is paused, or refuses a call, and nobody else does', async () => {
  const { port, url } = await listeningServer([hourly, guarded, webhookWorkflow({ id: 'w', path: '/w' })])
  const post = (path: string) => fetch(`${url}${path}`, { method: 'POST' })
  const [client, other] = [await liveClient(port), await liveClient(port)]
  client.say({ type: 'subscribe', triggers: true })
  expect(await client.hear(({ type }) => type === 'subscribed')).toEqual({ type: 'subscribed', triggers: true })
  await post('/api/v1/schedules/hourly/t/pause')
  await client.hear(isNews)
  const before = client.received.filter(isNews).length
  expect((await post('/webhook/guarded')).status).toBe(401)
  await client.hear(() => client.received.filter(isNews).length > before)
  client.say({ type: 'unsubscribe', triggers: true })
  expect(await client.hear(({ type }) => type === 'unsubscribed')).toEqual({ type: 'unsubscribed', triggers: true })
  other.say({ type: 'ping' })
  await other.hear(({ type }) => type === 'pong')
  expect(other.received.filter(isNews)).toEqual([])
})
