import { nearestWord } from '@millrace/engine'
import type { Answer } from '../answer.ts'
import { idempotentExecutionId } from '../idempotency.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../server-ports.ts'
import type { Call } from './auth/caller.ts'
import { checkCaller } from './auth/check-caller.ts'
import { readTrigger, type WebhookRequest } from './read-trigger.ts'
import { webhookAnswer } from './webhook-answer.ts'
import type { WebhookRoute } from './webhook-route.ts'
import type { WebhookMatch, WebhookTable } from './webhook-table.ts'

export const webhookPrefix = '/webhook'

export type FoundWebhook = Extract<WebhookMatch, { type: 'found' }>

/** What is known before the body is read: the route, or an answer that needs no body. Throws the problem when there is neither. */
export function matchWebhook(table: WebhookTable, method: string, path: string): FoundWebhook | Answer {
  const match = table.match(method, path)
  switch (match.type) {
    case 'found':
      return match
    case 'other-method':
      return otherMethod(method, path, match.allowed)
    case 'none':
      throw notFound(table, path)
  }
}

export function isAnswer(match: FoundWebhook | Answer): match is Answer {
  return 'status' in match
}

/** Starts the execution and answers as the trigger says; rejects with the problem otherwise. */
export async function startWebhook(settings: Settings, { route, params }: FoundWebhook, request: WebhookRequest): Promise<Answer> {
  const caller = route.auth && (await checkCaller(settings, route.account, route.auth, callOf(request, settings.clock.now())))
  const started = await settings.driver.start({
    account: route.account,
    workflowId: route.workflowId,
    trigger: { id: route.triggerId, type: 'webhook', data: { ...readTrigger(route, params, request), ...caller } },
    ...executionOf(route, request),
  })
  return webhookAnswer(settings, route, started)
}

/** A delivery that comes again is the execution that it was the first time. */
function executionOf({ workflowId, triggerId, deliveryHeader }: WebhookRoute, request: WebhookRequest): { readonly executionId?: string } {
  const delivery = deliveryHeader && headerOf(request, deliveryHeader)
  return delivery ? { executionId: idempotentExecutionId(workflowId, `webhook ${triggerId} ${delivery}`) } : {}
}

function callOf(request: WebhookRequest, at: number): Call {
  return { header: (name) => headerOf(request, name), body: request.body, at }
}

function headerOf({ rawHeaders }: WebhookRequest, name: string): string | undefined {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) return rawHeaders[at + 1]
  return undefined
}

/** Asking what an address takes, or whether it is there, starts nothing. */
function otherMethod(method: string, path: string, allowed: readonly string[]): Answer {
  const allow = [...allowed, 'OPTIONS', 'HEAD'].join(', ')
  if (method === 'OPTIONS' || method === 'HEAD') return { status: 204, headers: { allow }, body: null }
  throw new ProblemError('WEBHOOK_METHOD_NOT_ALLOWED', `The webhook ${shown(path)} takes ${allowed.join(' or ')}, not ${method}.`, {
    headers: { allow },
  })
}

/** More than this many are not compared: anybody may ask for what does not exist, as often as they like. */
const mostCompared = 200

function notFound(table: WebhookTable, path: string): ProblemError {
  const nearest = nearestWord(path, table.paths().slice(0, mostCompared))
  const hint = nearest === undefined ? 'publish a workflow with it, or check the address' : `did you mean ${webhookPrefix}${nearest}?`
  return new ProblemError('WEBHOOK_NOT_FOUND', `No workflow has a webhook at ${shown(path)}: ${hint}`, {
    ...(nearest !== undefined && { extra: { suggestion: `${webhookPrefix}${nearest}` } }),
  })
}

function shown(path: string): string {
  return `${webhookPrefix}${path}`.slice(0, 200)
}
