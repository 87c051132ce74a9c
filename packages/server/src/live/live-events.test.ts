import { expect, test } from 'vitest'
import { type ListeningServer, listeningServer } from '../testing/listening-server.ts'
import { type LiveClient, liveClient, type Received } from '../testing/live-client.ts'

const hearing = `id: ship
name: Ship
triggers: { paid: { type: on, with: { name: order.paid } } }
nodes: { a: { type: say, with: { message: shipped } } }`

interface Told {
  readonly id: string
  readonly isDelivered: boolean
  readonly firings: readonly { readonly workflowId: string }[]
  readonly data: unknown
  readonly previews?: object
}

const isSubscribed = ({ type }: Received): boolean => type === 'subscribed'
const toldOf = (client: LiveClient) => client.received.flatMap(({ type, events }) => (type === 'events' ? (events as readonly Told[]) : []))

async function emit({ url }: ListeningServer, id: string, name: string, data: unknown = null): Promise<void> {
  const body = JSON.stringify({ id, name, data })
  await fetch(`${url}/api/v1/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

async function follow(client: LiveClient, events: object, after?: unknown): Promise<void> {
  const count = client.received.filter(isSubscribed).length
  client.say({ type: 'subscribe', events, ...(after !== undefined && { after }) })
  await client.hear(() => client.received.filter(isSubscribed).length > count)
}

/** The events with these ids, in this order, each as it was told last. */
async function settled(client: LiveClient, ...ids: readonly string[]): Promise<readonly (Told | undefined)[]> {
  const last = () => new Map(toldOf(client).map((one) => [one.id, one]))
  await client.hear(() => ids.every((id) => last().get(id)?.isDelivered === true))
  expect([...last().keys()]).toEqual(ids)
  return ids.map((id) => last().get(id))
}

test('events come as they are sent, with what came of them, as far as they were asked for', async () => {
  const server = await listeningServer([hearing])
  await emit(server, 'before', 'order.paid')
  const [all, orders, heard] = [await liveClient(server.port), await liveClient(server.port), await liveClient(server.port)]
  await follow(all, {})
  await follow(orders, { name: 'order.*' })
  await follow(heard, { workflow: 'ship' })
  await emit(server, 'one', 'order.paid')
  await emit(server, 'two', 'stock.low')
  await emit(server, 'three', 'order.late')
  await emit(server, 'four', 'order.paid')
  const [first, second] = await settled(all, 'one', 'two', 'three', 'four')
  expect([first?.firings.map(({ workflowId }) => workflowId), second?.firings]).toEqual([['ship'], []])
  await settled(orders, 'one', 'three', 'four')
  await settled(heard, 'one', 'four')
})

test('who was further than the server, which was restored since, follows on from where that is', async () => {
  const server = await listeningServer([hearing])
  const client = await liveClient(server.port)
  await follow(client, {}, 1_000_000)
  await emit(server, 'one', 'stock.low')
  await settled(client, 'one')
})

test('who was away is told first what was missed; large data is looked up; subscribed anew, the last filter counts', async () => {
  const server = await listeningServer([hearing])
  const client = await liveClient(server.port)
  await follow(client, {})
  await emit(server, 'one', 'order.paid')
  await settled(client, 'one')
  const { position } = client.received.findLast(({ type }) => type === 'events') ?? {}
  await emit(server, 'missed', 'order.late', 'x'.repeat(20_000))
  const later = await liveClient(server.port)
  await follow(later, {}, position)
  const [missed] = await settled(later, 'missed')
  expect(missed).toMatchObject({ data: `"${'x'.repeat(999)}`, previews: { data: { bytes: 20_002 } } })
  await follow(later, { name: 'wanted' })
  await emit(server, 'other', 'unwanted')
  await emit(server, 'wanted', 'wanted')
  await settled(later, 'missed', 'wanted')
  later.say({ type: 'unsubscribe', events: {} })
  expect(await later.hear(({ type }) => type === 'unsubscribed')).toEqual({ type: 'unsubscribed', events: {} })
  later.say({ type: 'subscribe', events: { name: '' } })
  expect(await later.hear(({ type }) => type === 'error')).toMatchObject({ code: 'LIVE_MESSAGE_INVALID' })
})
