import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

export interface LiveClient {
  readonly socket: WebSocket
  /** Everything that has come in. */
  readonly received: readonly Received[]
  say(message: unknown): void
  /** The first message that fits, now or later. */
  hear(fits: (message: Received) => boolean): Promise<Received>
}

export interface Received {
  readonly type: string
  readonly position?: number
  readonly executionId?: string
  readonly status?: string
  readonly [key: string]: unknown
}

/** A client of the live link of a server; closed when the test ends. */
export async function liveClient(port: number, headers: Readonly<Record<string, string>> = {}): Promise<LiveClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers })
  onTestFinished(() => socket.terminate())
  const received: Received[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)) as Received) // What the server sends is what is tested.
    for (const look of waiting) look()
  })
  await once(socket, 'open')
  return {
    socket,
    received,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    hear(fits) {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = received.find(fits)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
  }
}
