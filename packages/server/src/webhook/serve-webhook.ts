import type { Answer, StreamedAnswer } from '../answer.ts'
import { SenderLeft } from '../body-source.ts'
import type { RequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { isAnswer, matchWebhook, nothingAt, startWebhook } from './handle-webhook.ts'
import type { Webhooks } from './load-webhooks.ts'
import { readable } from './page-access.ts'
import type { WebhookRequest } from './read-trigger.ts'
import type { WebhookRoute } from './webhook-route.ts'

/** From the request to the answer, whatever that is: what goes wrong becomes a problem document. Never rejects. */
export async function serveWebhook(
  settings: Settings,
  { table }: Webhooks,
  request: WebhookRequest,
  log: RequestLog,
): Promise<Answer | StreamedAnswer> {
  let route: WebhookRoute | undefined
  try {
    const match = matchWebhook(settings, table, request)
    if (match === undefined) throw await nothingAt(settings, table, request)
    if (isAnswer(match)) return match
    route = match.route
    return readable(route.cors, request, await startWebhook(settings, match, request))
  } catch (thrown) {
    if (thrown instanceof SenderLeft) return nobodyLeft
    if (route) settings.refusals.note(route, thrown, settings.clock.now())
    return readable(route?.cors, request, log.problem(thrown))
  }
}

/** For the log alone, as proxies write it. */
const nobodyLeft: Answer = { status: 499, headers: {}, body: null }
