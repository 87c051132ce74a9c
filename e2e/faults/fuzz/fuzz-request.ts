import { Agent, request as openRequest } from 'node:http'

/** One request of the fuzz, as data: a failure shows it whole. */
export interface FuzzRequest {
  readonly method: string
  /** As it goes out, with the query. */
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: Buffer
}

export interface FuzzAnswer {
  readonly status: number
  readonly requestId: string | undefined
  readonly text: string
  readonly ms: number
}

export interface FuzzClient {
  /** Undefined when the connection ended without an answer, or Node would not send such a request. */
  ask(request: FuzzRequest): Promise<FuzzAnswer | 'unsendable' | 'no-answer'>
  close(): void
}

/** Longer than that is a hang; it is waited for a little longer, so that the answer can be told. */
const giveUpMs = 8000

export function createFuzzClient(port: number): FuzzClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })

  function ask({ method, target, headers, body }: FuzzRequest): ReturnType<FuzzClient['ask']> {
    const begunAt = performance.now()
    return new Promise((resolve) => {
      try {
        const options = { agent, host: '127.0.0.1', port, method, path: target, headers: fieldsOf(headers, port), timeout: giveUpMs }
        const outgoing = openRequest(options, (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => void parts.push(part))
          response.on('error', () => resolve('no-answer'))
          response.on('end', () => {
            const { statusCode = 0, headers: received } = response
            const requestId = received['x-request-id']
            const text = Buffer.concat(parts).toString()
            resolve({
              status: statusCode,
              requestId: typeof requestId === 'string' ? requestId : undefined,
              text,
              ms: performance.now() - begunAt,
            })
          })
        })
        outgoing.on('timeout', () => outgoing.destroy())
        outgoing.on('error', () => resolve('no-answer'))
        outgoing.end(method === 'GET' || method === 'HEAD' ? undefined : body)
      } catch {
        resolve('unsendable')
      }
    })
  }

  return { ask, close: () => agent.destroy() }
}

function fieldsOf(headers: FuzzRequest['headers'], port: number): string[] {
  return ['host', `localhost:${port}`, ...headers.filter(([name]) => name !== 'host').flat()]
}
