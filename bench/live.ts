// Live changes of tables, at a hundred clients: how long after the first of them the last one knows, and how long after the request to write.

import { type Figure, quantile, shownNumber } from './figure.ts'
import { startServer } from './started-server.ts'

const clients = 100
const changes = 200

export async function benchLive(): Promise<Figure[]> {
  const server = await startServer({
    hello: 'id: hello\ntriggers:\n  by_hand: { type: manual }\nnodes:\n  out: { type: log, with: { message: hi } }\n',
  })
  const sockets: WebSocket[] = []
  try {
    let heard = 0
    let first = 0
    let all: () => void = () => undefined
    for (let count = 0; count < clients; count++) {
      sockets.push(
        await openLink(server.url, () => {
          heard += 1
          if (heard === 1) first = performance.now()
          if (heard === clients) all()
        }),
      )
    }
    const whole: number[] = []
    const spread: number[] = []
    for (let n = 0; n < changes; n++) {
      heard = 0
      const told = new Promise<void>((resolve) => {
        all = resolve
      })
      const begin = performance.now()
      const written = write(server.url, n)
      await told
      const end = performance.now()
      whole.push(end - begin)
      spread.push(end - first)
      await written
    }
    return [
      {
        name: 'a change of a record told to 100 live clients',
        value: quantile(spread, 0.99),
        unit: 'ms',
        target: { of: 'value', atMost: 50 },
        meaning: `p99 of ${changes} changes, from the first client that has it to the last.`,
      },
      {
        name: 'from a write to the last of 100 live clients',
        value: quantile(whole, 0.5),
        unit: 'ms',
        durability: 'D2',
        meaning: `The middle of ${changes} changes, from the request to write until every client has it, with an fsync in between.`,
      },
    ]
  } finally {
    for (const socket of sockets) socket.close()
    await server.stop()
  }
}

async function write(url: string, n: number): Promise<void> {
  const answer = await fetch(`${url}/api/v1/tables/item/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ n, text: 'x'.repeat(500) }),
  })
  if (!answer.ok) throw new Error(`The record was answered with ${answer.status}`)
  await answer.arrayBuffer()
}

/** Open and subscribed; tells of each record that comes. */
function openLink(url: string, onRecord: () => void): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`)
    socket.addEventListener('error', () => reject(new Error('The live link cannot be opened')))
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'subscribe', table: 'item' })))
    socket.addEventListener('message', ({ data }) => {
      const { type } = JSON.parse(String(data)) as { type: string } // The server's own messages.
      if (type === 'subscribed') resolve(socket)
      if (type === 'record') onRecord()
    })
  })
}

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchLive()) console.log(`${name}: ${shownNumber(value)} ${unit}  ${meaning}`)
