import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Hono } from 'hono'
import { sendAnswer, toResponse } from './answer.ts'
import type { Entries } from './entries/entry-table.ts'
import type { LiveHub } from './live/live-hub.ts'
import { isLiveUpgrade, upgradeLive } from './live/upgrade-live.ts'
import { isLoadedAsCode } from './loaded-as-code.ts'
import { ProblemError } from './problem.ts'
import { refuseMalformed } from './refuse-malformed.ts'
import { openRequestLog } from './request-log.ts'
import type { Settings } from './server-ports.ts'
import { webhookPrefix } from './webhook/handle-webhook.ts'
import type { Webhooks } from './webhook/load-webhooks.ts'
import { receiveWebhook } from './webhook/receive-webhook.ts'

export interface HttpParts {
  readonly settings: Settings
  readonly webhooks: Webhooks
  readonly entries: Entries
  readonly app: Hono
}

const webhookTarget = `${webhookPrefix}/`
/** Where all is that the editor runs. */
const assetsTarget = '/assets/'
const headersTimeoutMs = 20_000
const checkIntervalMs = 5_000

/** The server on `node:http`: webhooks first, then Hono. Whatever is not fit for either gets a problem document here. */
export function createHttpServer({ settings, webhooks, app }: HttpParts, hub: LiveHub): Server {
  const throughHono = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) => refusedByAdapter(settings, error),
  })

  function serve(request: IncomingMessage, response: ServerResponse, invite?: () => void): void {
    if (request.headers.host === undefined) refuse(settings, request, response, noHost())
    else if (isLoadedAsCode(request.headers) && !request.url?.startsWith(assetsTarget)) refuse(settings, request, response, noCode())
    else if (request.url?.startsWith(webhookTarget)) receiveWebhook(settings, webhooks, request, response, invite)
    else if (request.method === 'TRACE') refuse(settings, request, response, noTrace())
    else {
      invite?.()
      void throughHono(request, response)
    }
  }

  const server = createServer({
    requestTimeout: settings.requestTimeoutMs,
    headersTimeout: Math.min(settings.requestTimeoutMs, headersTimeoutMs),
    connectionsCheckingInterval: Math.min(settings.requestTimeoutMs, checkIntervalMs),
    // Checked in `serve`, where the refusal gets an id and a line in the log.
    requireHostHeader: false,
    shouldUpgradeCallback: isLiveUpgrade,
  })
  server.on('request', (request, response) => serve(request, response))
  server.on('checkContinue', (request, response) => serve(request, response, () => response.writeContinue()))
  // An expectation other than 100-continue may be ignored (RFC 9110, 10.1.1).
  server.on('checkExpectation', (request, response) => serve(request, response))
  server.on('upgrade', upgradeLive(settings, hub))
  server.on('clientError', refuseMalformed(settings))
  return server
}

function noHost(): ProblemError {
  return new ProblemError('REQUEST_MALFORMED', 'The Host header is missing.', { headers: { connection: 'close' } })
}

function noCode(): ProblemError {
  return new ProblemError('NOT_CODE', 'A page of this server may not run or style itself with this: only what comes with the editor.')
}

/** The Fetch API has no TRACE, and it would only mirror headers to whoever asks. */
function noTrace(): ProblemError {
  return new ProblemError('METHOD_NOT_ALLOWED', 'TRACE is never answered.', { headers: { connection: 'close' } })
}

function refuse(settings: Settings, request: IncomingMessage, response: ServerResponse, problem: ProblemError): void {
  const log = openRequestLog(settings, request.method ?? '', request.url?.split('?')[0] ?? '')
  const answer = log.problem(problem)
  log.done(answer.status)
  sendAnswer(response, answer, log.requestId)
}

/** A request that cannot be written as one of the Fetch API: its Host or its address is none. */
function refusedByAdapter(settings: Settings, error: unknown): Response {
  const log = openRequestLog(settings, '', '')
  const isTheirs = error instanceof RequestError
  const answer = log.problem(isTheirs ? new ProblemError('REQUEST_MALFORMED', `The request cannot be read: ${error.message}.`) : error)
  log.done(answer.status)
  return toResponse(answer, log.requestId)
}
