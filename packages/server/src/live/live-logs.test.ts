import { expect, test } from 'vitest'
import { type ListeningServer, listeningServer } from '../testing/listening-server.ts'
import { type LiveClient, liveClient, type Received } from '../testing/live-client.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const talking = webhookWorkflow({
  id: 'talk',
  path: '/talk',
  nodes: 'a: { type: say, with: { message: "{{ trigger.body.say }}", level: "{{ trigger.body.level }}" } }',
})

async function say({ url }: ListeningServer, message: string, level = 'info'): Promise<void> {
  await fetch(`${url}/webhook/talk`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ say: message, level }),
  })
}

async function follow(client: LiveClient, logs: object, after?: string): Promise<string> {
  const count = client.received.filter(isSubscribed).length
  client.say({ type: 'subscribe', logs, after })
  await client.hear(() => client.received.filter(isSubscribed).length > count)
  return String(client.received.findLast(isSubscribed)?.position)
}

const isSubscribed = ({ type }: Received): boolean => type === 'subscribed'

const linesOf = (client: LiveClient) =>
  client.received.flatMap(({ lines = [] }) => lines as readonly { readonly message: string; readonly position: string }[])

/** They may come in any number of messages. */
async function heard(client: LiveClient, ...messages: readonly string[]): Promise<void> {
  await client.hear(() => linesOf(client).length >= messages.length)
  expect(linesOf(client).map(({ message }) => message)).toEqual(messages)
}

test('lines come as they are written, each once and in order, as far as they were asked for', async () => {
  const server = await listeningServer([talking])
  await say(server, 'before')
  const [all, severe, text] = [await liveClient(server.port), await liveClient(server.port), await liveClient(server.port)]
  await follow(all, {})
  await follow(severe, { level: 'error', workflow: 'talk' })
  await follow(text, { text: 'TH', node: 'a' })
  await say(server, 'one')
  await say(server, 'two', 'error')
  await say(server, 'three')
  await heard(all, 'one', 'two', 'three')
  await heard(severe, 'two')
  await heard(text, 'three')
})

test('who was further than the server, which was restored since, follows on from where that is', async () => {
  const server = await listeningServer([talking])
  const client = await liveClient(server.port)
  await follow(client, {}, '1000000.0')
  await say(server, 'one')
  await heard(client, 'one')
})

test('who was away is told first what was missed; subscribed anew, the last filter counts', async () => {
  const server = await listeningServer([talking])
  const client = await liveClient(server.port)
  await follow(client, {})
  await say(server, 'one')
  await heard(client, 'one')
  await say(server, 'missed')
  const later = await liveClient(server.port)
  await follow(later, {}, linesOf(client)[0]?.position)
  await heard(later, 'missed')
  await follow(later, { text: 'wanted' })
  await say(server, 'other')
  await say(server, 'wanted')
  await heard(later, 'missed', 'wanted')
  later.say({ type: 'unsubscribe', logs: {} })
  expect(await later.hear(({ type }) => type === 'unsubscribed')).toEqual({ type: 'unsubscribed', logs: {} })
  later.say({ type: 'subscribe', logs: { level: 'loud' } })
  expect(await later.hear(({ type }) => type === 'error')).toMatchObject({ code: 'LIVE_MESSAGE_INVALID' })
})
