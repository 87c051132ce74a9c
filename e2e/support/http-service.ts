import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A call that the service got. */
export interface ReceivedCall {
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly body: unknown
}

export interface HttpService {
  readonly url: string
  /** All calls, oldest first. */
  readonly calls: readonly ReceivedCall[]
}

/** A real HTTP service that remembers each call; `answer` may take its time. Ends with the test. */
export async function startHttpService(
  answer: (call: ReceivedCall, earlier: readonly ReceivedCall[]) => Reply | Promise<Reply>,
): Promise<HttpService> {
  const calls: ReceivedCall[] = []
  const server = createServer(async (request, response) => {
    const call = await readCall(request)
    const earlier = [...calls]
    calls.push(call)
    const { status, body } = await answer(call, earlier)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The service has no address.')
  return { url: `http://127.0.0.1:${address.port}`, calls }
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const { method = '', url: path = '', headers } = request
  const key = headers['idempotency-key']
  const body = await text(request)
  const idempotencyKey = typeof key === 'string' ? key : undefined
  return { method, path, idempotencyKey, authorization: headers.authorization, body: body === '' ? null : JSON.parse(body) }
}
