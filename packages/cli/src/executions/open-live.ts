import type { LiveMessage } from '@millrace/runtime'
import { CliError } from '../cli-error.ts'

export interface LiveLink {
  /** Ends when the link does. */
  readonly messages: AsyncIterable<LiveMessage>
  close(): void
}

/** Subscribes to an execution's changes; resolves when the server has the subscription. */
export async function openLive(server: string, executionId: string): Promise<LiveLink> {
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/api/v1/live`)
  const waiting: LiveMessage[] = []
  let isEnded = false
  let wake: () => void = () => undefined
  socket.addEventListener('message', ({ data }) => {
    const message: { readonly type: string } = JSON.parse(String(data)) // The server's own messages.
    if (message.type === 'change') waiting.push(message as unknown as LiveMessage)
    wake()
  })
  socket.addEventListener('close', () => {
    isEnded = true
    wake()
  })
  await opened(socket, server)
  socket.send(JSON.stringify({ type: 'subscribe', executionId }))

  async function* messages(): AsyncGenerator<LiveMessage> {
    for (;;) {
      const message = waiting.shift()
      if (message !== undefined) yield message
      else if (isEnded) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  return { messages: messages(), close: () => socket.close() }
}

function opened(socket: WebSocket, server: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () =>
      reject(new CliError(`No server answers at ${server}: start one with "millrace start", or name another with --server.`)),
    )
  })
}
