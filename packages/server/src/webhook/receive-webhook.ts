import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendAnswer } from '../answer.ts'
import { requestBody } from '../body-source.ts'
import { openRequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { webhookPrefix } from './handle-webhook.ts'
import type { Webhooks } from './load-webhooks.ts'
import { serveWebhook } from './serve-webhook.ts'

/**
 * Takes webhooks straight from `node:http`, ahead of Hono: a durable acknowledgement is the hottest path there is, and the adapter
 * alone would cost it about as much as everything else of ours. `invite` lets a sender go on that waits for `100 Continue`.
 */
export function receiveWebhook(
  settings: Settings,
  webhooks: Webhooks,
  request: IncomingMessage,
  response: ServerResponse,
  invite?: () => void,
): void {
  const { method = '', url = '', rawHeaders } = request
  const end = url.indexOf('?')
  const target = end === -1 ? url : url.slice(0, end)
  const log = openRequestLog(settings, method, target)
  const search = end === -1 ? '' : url.slice(end + 1)
  const call = { method, path: target.slice(webhookPrefix.length), search, rawHeaders, body: requestBody(request, invite) }
  void serveWebhook(settings, webhooks, call, log).then((answer) => {
    log.done(answer.status)
    // Of somebody who has left, the socket is closed and takes nothing more.
    sendAnswer(response, answer, log.requestId)
  })
}
