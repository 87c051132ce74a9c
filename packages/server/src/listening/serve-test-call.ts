import type { TestFact } from '@millrace/engine'
import { planTest } from '@millrace/runtime'
import { type Answer, jsonAnswer, type StreamedAnswer } from '../answer.ts'
import { SenderLeft } from '../body-source.ts'
import { ProblemError } from '../problem.ts'
import type { RequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { acceptWebhook, answerWebhook, otherMethod, preflight } from '../webhook/handle-webhook.ts'
import { readable } from '../webhook/page-access.ts'
import type { WebhookRequest } from '../webhook/read-trigger.ts'
import { reasonOf } from '../webhook/refusals.ts'
import type { WebhookRoute } from '../webhook/webhook-route.ts'
import type { Listener } from './test-listeners.ts'

export const testPrefix = '/webhook-test'

/** A call at a test address: taken once, checked as in production, marked as a test. Never rejects. */
export async function serveTestCall(settings: Settings, request: WebhookRequest, log: RequestLog): Promise<Answer | StreamedAnswer> {
  const { listeners, clock } = settings
  let route: WebhookRoute | undefined
  try {
    const match = listeners.match(request.method, request.path, clock.now())
    if (match.type === 'other-method') {
      return preflight(settings, listeners, request) ?? otherMethod(testPrefix, request, match.allowed)
    }
    if (match.type !== 'found') throw nobodyListens(request.path)
    route = match.route
    return readable(match.route.cors, request, await takeCall(settings, match, request))
  } catch (thrown) {
    if (thrown instanceof SenderLeft) return { status: 499, headers: {}, body: null }
    const answer = log.problem(thrown)
    if (route && thrown instanceof ProblemError) listeners.refused(route, { code: thrown.code, message: reasonOf(thrown) })
    return readable(route?.cors, request, answer)
  }
}

async function takeCall(
  settings: Settings,
  found: Parameters<typeof acceptWebhook>[1],
  request: WebhookRequest,
): Promise<Answer | StreamedAnswer> {
  const accepted = await acceptWebhook(settings, found, request)
  const listener = settings.listeners.take(found.route)
  if (listener === undefined) {
    await accepted.discard()
    throw nobodyListens(request.path)
  }
  const data = { ...accepted.data, test: true }
  if (listener.call) listener.call.data = data
  if (listener.mode === 'data') {
    // It belongs to no execution, and so to nobody.
    await accepted.discard()
    listener.end()
    return jsonAnswer(200, { received: true }, { 'cache-control': 'no-store' })
  }
  return testOf(settings, listener, accepted)
    .then((test) => answerWebhook(settings, found.route, { ...accepted, data }, { ...test, onStarted: (id) => tell(listener, id) }))
    .catch((error: unknown) => {
      if (listener.call && listener.call.executionId === undefined)
        listener.call.error = error instanceof Error ? error.message : String(error)
      throw error
    })
    .finally(listener.end)
}

/** What is pinned on the canvas stands in for running it, as in any test run. */
async function testOf(
  { workflows, canvases, account }: Settings,
  { workflowId, version }: Listener,
  call: { discard(): Promise<unknown> },
): Promise<{ readonly version: number; readonly test: TestFact }> {
  try {
    const [published, pins] = await Promise.all([workflows.get(account, workflowId, version), canvases.pins(account, workflowId)])
    return { version, test: published === undefined ? {} : planTest(published.plan, { pins }) }
  } catch (error) {
    await call.discard()
    throw error
  }
}

function tell(listener: Listener, executionId: string): void {
  if (listener.call) listener.call.executionId = executionId
  listener.end()
}

/** Never was, has had its call, has ended, or was before a restart: it is all the same to a caller. */
function nobodyListens(path: string): ProblemError {
  const message = `Nobody listens at ${testPrefix}${path.slice(0, 200)}: "millrace workflow listen" does, for one call and for a while; a restart of the server ends it.`
  return new ProblemError('NOBODY_LISTENS', message)
}
