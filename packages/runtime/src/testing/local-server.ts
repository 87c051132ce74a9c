import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FatalError } from '@millrace/kit'
import { onTestFinished } from 'vitest'
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from '../fetch/guarded-fetch.ts'

/** A server of this machine, closed when the test ends. */
export async function serve(listener: RequestListener) {
  let connections = 0
  const server: Server = createServer(listener).on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}`, port, server, connections: () => connections }
}

/** A guarded fetch that allows nothing, unless it is told to. */
export function guarded(options: Partial<GuardedFetchOptions> = {}): GuardedFetch {
  const guardedFetch = createGuardedFetch({ allow: [], ...options })
  onTestFinished(() => guardedFetch.close())
  return guardedFetch
}

export async function failureOf(promise: Promise<unknown>): Promise<FatalError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof FatalError)) throw new Error(`expected a FatalError, got ${String(error)}`, { cause: error })
  return error
}

export const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.end(
      JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() }),
    )
  })
}

export const goTo =
  (location: string, status = 302): RequestListener =>
  (_, response) => {
    response.writeHead(status, { location }).end()
  }
