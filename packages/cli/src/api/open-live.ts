import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

export interface LiveLink<News> {
  /** What the server said to the subscription. */
  readonly answer: LiveAnswer
  /** Ends when the link does. */
  readonly messages: AsyncIterable<News>
  close(): void
}

export interface LiveAnswer {
  readonly type: 'subscribed'
  readonly position?: string
}

type ServerMessage<Message> = LiveAnswer | { readonly type: 'error'; readonly code: string; readonly message: string } | Message

/** Subscribes to what one message asks for; resolves when the server has the subscription. */
export async function openLive<Message extends { readonly type: string }, News>(
  server: string,
  subscription: object,
  newsOf: (message: Message) => News | undefined,
): Promise<LiveLink<News>> {
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/api/v1/live`)
  const subscribed = Promise.withResolvers<LiveAnswer>()
  const waiting: News[] = []
  let trouble: CliError | undefined
  let isEnded = false
  let wake: () => void = () => undefined

  function take(message: ServerMessage<Message>): void {
    if (message.type === 'subscribed') subscribed.resolve(message as LiveAnswer)
    else if (message.type === 'error') {
      trouble = refusal(message as { readonly code: string; readonly message: string })
      subscribed.reject(trouble)
    } else {
      const news = newsOf(message as Message)
      if (news !== undefined) waiting.push(news)
    }
  }

  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'subscribe', ...subscription })))
  socket.addEventListener('message', ({ data }) => {
    take(JSON.parse(String(data))) // The server's own messages.
    wake()
  })
  socket.addEventListener('error', () => subscribed.reject(noServer(server)))
  socket.addEventListener('close', () => {
    subscribed.reject(noServer(server))
    isEnded = true
    wake()
  })

  async function* messages(): AsyncGenerator<News> {
    for (;;) {
      const message = waiting.shift()
      if (message !== undefined) yield message
      else if (trouble !== undefined) throw trouble
      else if (isEnded) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  try {
    return { answer: await subscribed.promise, messages: messages(), close: () => socket.close() }
  } catch (error) {
    socket.close()
    throw error
  }
}

function refusal({ code, message }: { readonly code: string; readonly message: string }): CliError {
  return new CliError(message, code === 'LIVE_EXECUTION_NOT_FOUND' ? exitCode.notFound : exitCode.failed)
}

function noServer(server: string): CliError {
  return new CliError(`No server answers at ${server}: start one with "millrace start", or name another with --server.`)
}
