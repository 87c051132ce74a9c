import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendAnswer } from '../answer.ts'
import { collectBody } from '../collect-body.ts'
import { openRequestLog, type RequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { type FoundWebhook, isAnswer, matchWebhook, startWebhook, webhookPrefix } from './handle-webhook.ts'
import type { Webhooks } from './load-webhooks.ts'

/**
 * Takes webhooks straight from `node:http`, ahead of Hono: a durable acknowledgement is the hottest path there is, and the adapter
 * alone would cost it about as much as everything else of ours.
 */
export function receiveWebhook(settings: Settings, { table }: Webhooks, request: IncomingMessage, response: ServerResponse): void {
  const { method = '', url = '' } = request
  const end = url.indexOf('?')
  const target = end === -1 ? url : url.slice(0, end)
  const path = target.slice(webhookPrefix.length)
  const log = openRequestLog(settings, method, target)

  function fail(thrown: unknown): void {
    send(response, log, log.problem(thrown))
  }

  function start(found: FoundWebhook, body: Uint8Array): void {
    const search = end === -1 ? '' : url.slice(end + 1)
    startWebhook(settings, found, { method, path, search, rawHeaders: request.rawHeaders, body }).then(
      (answer) => send(response, log, answer),
      fail,
    )
  }

  try {
    const match = matchWebhook(table, method, path)
    if (isAnswer(match)) send(response, log, match)
    else collectBody(request, settings.bodyLimitBytes, { done: (body) => start(match, body), failed: fail, left: () => log.done(499) })
  } catch (error) {
    fail(error)
  }
}

function send(response: ServerResponse, log: RequestLog, answer: Parameters<typeof sendAnswer>[1]): void {
  log.done(answer.status)
  sendAnswer(response, answer, log.requestId)
}
