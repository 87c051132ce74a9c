import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIPv4 } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { sendAnswer } from './answer.ts'
import { ListenError } from './listen-error.ts'
import { createLiveHub, type LiveHub } from './live/live-hub.ts'
import { isLiveUpgrade, upgradeLive } from './live/upgrade-live.ts'
import { ProblemError } from './problem.ts'
import { refuseMalformed } from './refuse-malformed.ts'
import { openRequestLog } from './request-log.ts'
import type { Settings } from './server-ports.ts'
import { webhookPrefix } from './webhook/handle-webhook.ts'
import type { Webhooks } from './webhook/load-webhooks.ts'
import { receiveWebhook } from './webhook/receive-webhook.ts'

export interface ListenOptions {
  /** 0 takes any free one. */
  readonly port: number
  /** `127.0.0.1` when left out. */
  readonly host?: string
}

export interface Listening {
  readonly url: string
  readonly port: number
  /** Stops taking requests, lets those in hand end, and closes every link. */
  close(): Promise<void>
}

interface Parts {
  readonly settings: Settings
  readonly webhooks: Webhooks
  readonly app: Hono
}

/** Opens the socket and serves on it. Rejects when the port is taken, or when the host is not loopback. */
export async function listen(parts: Parts, { port, host = '127.0.0.1' }: ListenOptions): Promise<Listening> {
  refuseOpenHost(host)
  await parts.webhooks.loaded
  const hub = createLiveHub(parts.settings)
  const server = createHttpServer(parts, hub)
  await opened(server, port, host)
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    port: taken,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async close() {
      parts.webhooks.stop()
      hub.close()
      await closed(server)
    },
  }
}

function createHttpServer({ settings, webhooks, app }: Parts, hub: LiveHub): Server {
  const throughHono = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createServer({
    requestTimeout: settings.requestTimeoutMs,
    headersTimeout: Math.min(settings.requestTimeoutMs, headersTimeoutMs),
    connectionsCheckingInterval: Math.min(settings.requestTimeoutMs, checkIntervalMs),
    shouldUpgradeCallback: isLiveUpgrade,
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith(webhookTarget)) receiveWebhook(settings, webhooks, request, response)
    else if (request.method === 'TRACE') refuseTrace(settings, request, response)
    else void throughHono(request, response)
  })
  server.on('upgrade', upgradeLive(settings, hub))
  server.on('clientError', refuseMalformed(settings))
  return server
}

const webhookTarget = `${webhookPrefix}/`
const headersTimeoutMs = 20_000
const checkIntervalMs = 5_000

/** The Fetch API has no TRACE, and it would only mirror headers to whoever asks. */
function refuseTrace(settings: Settings, request: IncomingMessage, response: ServerResponse): void {
  const log = openRequestLog(settings, 'TRACE', request.url?.split('?')[0] ?? '')
  const answer = log.problem(new ProblemError('METHOD_NOT_ALLOWED', 'TRACE is never answered.', { headers: { connection: 'close' } }))
  log.done(answer.status)
  sendAnswer(response, answer, log.requestId)
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

/** How long requests in hand may take to end. */
const graceMs = 5_000

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close((error) => {
      clearTimeout(timer)
      if (error === undefined) resolve()
      else reject(error)
    })
    server.closeIdleConnections()
  })
}
