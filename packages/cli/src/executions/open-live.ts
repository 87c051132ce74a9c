import type { ExecutionStatus, StepChange } from '@millrace/engine'
import type { ApiChange } from '../api/execution-types.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

export interface LiveLink {
  /** Ends when the link does. */
  readonly messages: AsyncIterable<LiveNews>
  close(): void
}

export interface LiveNews {
  readonly status: ExecutionStatus
  readonly changes: readonly StepChange[]
}

type ServerMessage =
  | { readonly type: 'subscribed' }
  | { readonly type: 'change'; readonly status: ExecutionStatus; readonly changes: readonly ApiChange[] }
  | { readonly type: 'error'; readonly code: string; readonly message: string }

/** Subscribes to an execution's changes; resolves when the server has the subscription. */
export async function openLive(server: string, executionId: string): Promise<LiveLink> {
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/api/v1/live`)
  const subscribed = Promise.withResolvers<void>()
  const waiting: LiveNews[] = []
  let isEnded = false
  let wake: () => void = () => undefined

  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'subscribe', executionId })))
  socket.addEventListener('message', ({ data }) => {
    const message: ServerMessage = JSON.parse(String(data)) // The server's own messages.
    if (message.type === 'change') waiting.push({ status: message.status, changes: message.changes.map(toChange) })
    else if (message.type === 'error') subscribed.reject(refusal(message))
    else subscribed.resolve()
    wake()
  })
  socket.addEventListener('error', () => subscribed.reject(noServer(server)))
  socket.addEventListener('close', () => {
    subscribed.reject(noServer(server))
    isEnded = true
    wake()
  })

  async function* messages(): AsyncGenerator<LiveNews> {
    for (;;) {
      const message = waiting.shift()
      if (message !== undefined) yield message
      else if (isEnded) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  try {
    await subscribed.promise
  } catch (error) {
    socket.close()
    throw error
  }
  return { messages: messages(), close: () => socket.close() }
}

function refusal({ code, message }: { readonly code: string; readonly message: string }): CliError {
  return new CliError(message, code === 'LIVE_EXECUTION_NOT_FOUND' ? exitCode.notFound : exitCode.failed)
}

function noServer(server: string): CliError {
  return new CliError(`No server answers at ${server}: start one with "millrace start", or name another with --server.`)
}

function toChange({ at, startedAt: _, until, ...change }: ApiChange): StepChange {
  return { ...change, at: Date.parse(at), ...(until !== undefined && { until: Date.parse(until) }) }
}
