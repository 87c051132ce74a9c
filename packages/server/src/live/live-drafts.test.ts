import { expect, test } from 'vitest'
import { listeningServer } from '../testing/listening-server.ts'
import { liveClient, type Received } from '../testing/live-client.ts'

const source = 'id: w\nnodes:\n  a: { type: echo }\n'
const edited = `${source}  b: { type: echo }\n`

async function opened(subscription: object) {
  const server = await listeningServer([source])
  const client = await liveClient(server.port)
  client.say({ type: 'subscribe', ...subscription })
  await client.hear(({ type }) => type === 'subscribed')
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/workflows/${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  /** All that came before now, but what the link itself says. */
  async function heard(): Promise<readonly Received[]> {
    const isPong = ({ type }: Received): boolean => type === 'pong'
    const pongs = client.received.filter(isPong).length
    client.say({ type: 'ping' })
    await client.hear(() => client.received.filter(isPong).length > pongs)
    return client.received.filter(({ type }) => type !== 'pong' && type !== 'subscribed')
  }
  return { server, client, send, heard }
}

test('who looks at a draft hears of each change, and whose it is', async () => {
  const { send, heard } = await opened({ draft: 'w' })
  const { revision } = (await (await send('PUT', 'w/draft', { source: edited, client: 'tab-1' }, { 'if-match': '"0"' })).json()) as {
    revision: number
  }
  await send('PATCH', 'w/layout?client=tab-1', { nodes: { a: { x: 1, y: 2 }, b: null } })
  await send('PATCH', 'w/pins', { a: [1] })
  await send('POST', 'w/draft/publish', { revision, note: 'adds b', client: 'tab-1' })
  await send('PUT', 'other/draft', { source: 'x' }, { 'if-none-match': '*' })
  expect(await heard()).toEqual([
    { type: 'draft-changed', workflowId: 'w', revision, client: 'tab-1' },
    { type: 'layout-changed', workflowId: 'w', change: { nodes: { a: { x: 1, y: 2 }, b: null } }, client: 'tab-1' },
    { type: 'pins-changed', workflowId: 'w', nodes: ['a'] },
    { type: 'workflow-published', workflowId: 'w', version: 2, note: 'adds b', client: 'tab-1' },
    { type: 'draft-changed', workflowId: 'w', revision: 0 },
  ])
})

test('who looks at the list hears what is published, edited and discarded', async () => {
  const { server, client, send, heard } = await opened({ workflows: true })
  await server.publish(edited)
  await send('PUT', 'x/draft', { source: 'x' }, { 'if-none-match': '*' })
  await send('PATCH', 'x/layout', { nodes: { a: { x: 1, y: 2 } } })
  await fetch(`${server.url}/api/v1/workflows/x/draft`, { method: 'DELETE' })
  expect(await heard()).toEqual([
    { type: 'workflow-published', workflowId: 'w', version: 2 },
    { type: 'draft-changed', workflowId: 'w', revision: 0 },
    { type: 'draft-changed', workflowId: 'x', revision: expect.any(Number) },
    { type: 'draft-discarded', workflowId: 'x' },
  ])
  await fetch(`${server.url}/api/v1/workflows/w`, { method: 'DELETE' })
  expect((await heard()).slice(4)).toEqual([
    { type: 'workflow-unpublished', workflowId: 'w' },
    { type: 'draft-discarded', workflowId: 'w' },
  ])
  client.say({ type: 'unsubscribe', workflows: true })
  expect((await heard()).at(-1)).toEqual({ type: 'unsubscribed', workflows: true })
  await server.publish(source)
  expect(await heard()).toHaveLength(7)
})

test('a link follows a hundred drafts at most', async () => {
  const { client, heard } = await opened({ draft: 'w' })
  for (let count = 0; count < 100; count++) client.say({ type: 'subscribe', draft: `w${count}` })
  expect(await heard()).toMatchObject([{ type: 'error', code: 'LIVE_TOO_MANY_SUBSCRIPTIONS' }])
  client.say({ type: 'subscribe', draft: '', workflows: true })
  await client.hear(({ code }) => code === 'LIVE_MESSAGE_INVALID')
})
