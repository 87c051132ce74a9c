import { expect, test } from 'vitest'
import { createLive, type LiveTopic } from './live.ts'

function opened(topics: readonly LiveTopic[]) {
  const socket = { readyState: WebSocket.OPEN, send: () => undefined } as unknown as WebSocket // What the link uses of it.
  const live = createLive('ws://127.0.0.1/live', () => socket)
  const heard: string[] = []
  for (const topic of topics) live.follow(topic, () => heard.push(JSON.stringify(topic)))
  return (message: object) => {
    heard.length = 0
    socket.onmessage?.({ data: JSON.stringify(message) } as MessageEvent)
    return heard.map((one) => JSON.parse(one))
  }
}

const topics = [
  { all: true },
  { executionId: 'e' },
  { workflowId: 'w' },
  { draft: 'w' },
  { workflows: true },
  { triggers: true },
  { events: {} },
] as const

test('the answer to a subscription is heard by those of its topic alone', () => {
  const hearersOf = opened(topics)
  expect(hearersOf({ type: 'subscribed' })).toEqual([{ all: true }])
  expect(hearersOf({ type: 'subscribed', executionId: 'e', workflowId: 'w', status: 'running' })).toEqual([{ executionId: 'e' }])
  expect(hearersOf({ type: 'subscribed', workflowId: 'w' })).toEqual([{ workflowId: 'w' }])
  expect(hearersOf({ type: 'subscribed', draft: 'w' })).toEqual([{ draft: 'w' }])
  expect(hearersOf({ type: 'subscribed', draft: 'other' })).toEqual([])
  expect(hearersOf({ type: 'subscribed', workflows: true })).toEqual([{ workflows: true }])
  expect(hearersOf({ type: 'subscribed', events: true, position: 7 })).toEqual([{ events: {} }])
  expect(hearersOf({ type: 'subscribed', table: 'orders' })).toEqual([])
  expect(hearersOf({ type: 'unsubscribed', workflows: true })).toEqual([])
})

test('what happens to an execution is heard by those that follow it, its workflow or everything', () => {
  const hearersOf = opened(topics)
  expect(hearersOf({ type: 'change', executionId: 'e', workflowId: 'w' })).toEqual([
    { all: true },
    { executionId: 'e' },
    { workflowId: 'w' },
  ])
  expect(hearersOf({ type: 'triggers-changed' })).toEqual([{ triggers: true }])
  expect(hearersOf({ type: 'draft', workflowId: 'w' })).toEqual([{ draft: 'w' }, { workflows: true }])
})

test('events are heard by those that follow them, and who was away for too long follows on from now', () => {
  expect(opened(topics)({ type: 'events', position: 7, events: [] })).toEqual([{ events: {} }])
  const sent: unknown[] = []
  const socket = { readyState: WebSocket.OPEN, send: (text: string) => sent.push(JSON.parse(text)) } as unknown as WebSocket // As above.
  const live = createLive('ws://127.0.0.1/live', () => socket)
  let returns = 0
  live.onReturn(() => returns++)
  live.follow({ events: { name: 'a' } }, () => undefined)
  const say = (message: object) => socket.onmessage?.({ data: JSON.stringify(message) } as MessageEvent)
  say({ type: 'events', position: 7, events: [] })
  socket.onopen?.({} as Event)
  expect(sent).toEqual([{ type: 'subscribe', events: { name: 'a' }, after: 7 }])
  say({ type: 'error', code: 'LIVE_TOO_FAR_BEHIND' })
  expect([sent.at(-1), returns]).toEqual([{ type: 'subscribe', events: { name: 'a' } }, 1])
})

test('a link that is lost is made anew when somebody looks again, and says that it is back', () => {
  const sockets: WebSocket[] = []
  const live = createLive('ws://127.0.0.1/live', () => {
    sockets.push({ readyState: WebSocket.OPEN, send: () => undefined } as unknown as WebSocket) // As above.
    return sockets.at(-1) as WebSocket // Just made.
  })
  let returns = 0
  live.onReturn(() => returns++)
  live.follow({ workflows: true }, () => undefined)
  live.hurry()
  expect(sockets).toHaveLength(1)
  sockets[0]?.onclose?.({} as CloseEvent)
  expect(live.state()).toBe('lost')
  live.hurry()
  live.hurry()
  expect(sockets).toHaveLength(2)
  sockets[1]?.onopen?.({} as Event)
  expect([live.state(), returns]).toEqual(['open', 1])
})
