import type { Server } from 'node:http'
import { isIPv4 } from 'node:net'
import { createHttpServer, type HttpParts } from './create-http-server.ts'
import { ListenError } from './listen-error.ts'
import { createLiveHub } from './live/live-hub.ts'
import type { Settings } from './server-ports.ts'

export interface ListenOptions {
  /** 0 takes any free one. */
  readonly port: number
  /** `127.0.0.1` when left out. */
  readonly host?: string
}

export interface Listening {
  readonly url: string
  readonly port: number
  /** Stops taking requests, lets those in hand end, tells those that take long where to ask later, and closes every link; a second call waits for the first. */
  close(): Promise<void>
}

/** Opens the socket and serves on it. Rejects when the port is taken, or when the host is not loopback. */
export async function listen(parts: HttpParts, { port, host = '127.0.0.1' }: ListenOptions): Promise<Listening> {
  refuseOpenHost(host)
  await Promise.all([parts.webhooks.loaded, parts.entries.loaded])
  const hub = createLiveHub(parts.settings)
  const server = createHttpServer(parts, hub)
  await opened(server, port, host)
  let closing: Promise<void> | undefined
  const end = (): Promise<void> => {
    parts.webhooks.stop()
    parts.entries.stop()
    parts.settings.unpublished.stop()
    hub.close()
    return closed(server, parts.settings).finally(() => parts.settings.lastStarts.flush())
  }
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    port: taken,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close() {
      closing ??= end()
      return closing
    },
  }
}

/** Until there are accounts, whoever reaches the socket may do everything. */
function refuseOpenHost(host: string): void {
  if (host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))) return
  throw new ListenError(
    'HOST_NOT_LOOPBACK',
    `There is no owner account yet, so whoever reaches the server may do everything: it listens on loopback only, not on ${host}. ` +
      'Leave the host out, and let a proxy on this machine decide who gets through.',
  )
}

function opened(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)))
    server.listen(port, host, () => resolve())
  })
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new ListenError('PORT_TAKEN', `Port ${port} of ${host} is taken: end what listens there or choose another port.`, error)
}

/** How long the last answers may take to leave. */
const farewellMs = 1_000

/** Their executions go on at the next start: whoever waits for one is answered before the sockets are closed. */
function closed(server: Server, { patience, stopGraceMs }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer = setTimeout(() => {
      patience.end()
      timer = setTimeout(() => server.closeAllConnections(), farewellMs)
    }, stopGraceMs)
    server.close((error) => {
      clearTimeout(timer)
      if (error === undefined) resolve()
      else reject(error)
    })
    server.closeIdleConnections()
  })
}
