import { isJsonObject, type Json, type JsonObject, type TestFact } from '@millrace/engine'
import { newExecutionId, type StartedExecution } from '@millrace/runtime'
import type { Answer, StreamedAnswer } from '../answer.ts'
import { bytesBody } from '../body-source.ts'
import { idempotentExecutionId } from '../idempotency.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../server-ports.ts'
import { type Call, type Caller, isOverBody } from './auth/caller.ts'
import { checkCaller } from './auth/check-caller.ts'
import { takeRoom } from './call-meter.ts'
import { preflightAnswer, refuseForeignPage } from './page-access.ts'
import { readCallBody } from './read-call-body.ts'
import { headerOf, readHeaders, readTrigger, type WebhookRequest } from './read-trigger.ts'
import { openUploads, type Uploads } from './uploads.ts'
import { webhookAnswer } from './webhook-answer.ts'
import type { WebhookRoute } from './webhook-route.ts'
import type { WebhookMatch, WebhookTable } from './webhook-table.ts'

export const webhookPrefix = '/webhook'

export type FoundWebhook = Extract<WebhookMatch, { type: 'found' }>

/** The route that a request means, or an answer that needs none; undefined where nothing published has the path. */
export function matchWebhook(settings: Settings, table: WebhookTable, request: WebhookRequest): FoundWebhook | Answer | undefined {
  const { method, path } = request
  const match = table.match(method, path)
  switch (match.type) {
    case 'found':
      return match
    case 'other-method':
      return preflight(settings, { match: table.match }, request) ?? otherMethod(webhookPrefix, request, match.allowed)
    case 'disabled':
      throw new ProblemError(
        'WEBHOOK_DISABLED',
        `The webhook ${shown(path)} is switched off: publish its workflow with the trigger enabled.`,
      )
    case 'none':
      return undefined
  }
}

/** Why nothing answers at the path. */
export async function nothingAt(
  { unpublished }: Settings,
  table: Pick<WebhookTable, 'match'>,
  request: WebhookRequest,
): Promise<ProblemError> {
  const { method, path } = request
  if (await unpublished.has(path))
    return new ProblemError(
      'WEBHOOK_UNPUBLISHED',
      `The webhook ${shown(path)} belongs to a workflow that is not published: publish it, or listen for a test call in its editor.`,
    )
  const isNear = path.endsWith('/') && table.match(method, path.slice(0, -1)).type === 'found'
  if (isNear)
    return new ProblemError(
      'WEBHOOK_NOT_FOUND',
      `There is no webhook at ${shown(path)}, but one without the slash at the end: leave that out.`,
    )
  return new ProblemError(
    'WEBHOOK_NOT_FOUND',
    `No workflow has a webhook at ${shown(path)}: publish one with it, or check the address; "millrace trigger list" shows those there are.`,
  )
}

export function isAnswer(match: FoundWebhook | Answer): match is Answer {
  return 'status' in match
}

/** Starts the execution and answers as the trigger says; rejects with the problem otherwise. */
export async function startWebhook(settings: Settings, found: FoundWebhook, request: WebhookRequest): Promise<Answer | StreamedAnswer> {
  return answerWebhook(settings, found.route, await acceptWebhook(settings, found, request))
}

/** A call that may start an execution: its caller is known, its body is read. */
export interface AcceptedCall extends OpenCall {
  /** What the trigger brings. */
  readonly data: JsonObject
}

/** Checks who calls, and reads what came. Rejects with the problem; nothing of the call is kept then. */
export async function acceptWebhook(settings: Settings, found: FoundWebhook, request: WebhookRequest): Promise<AcceptedCall> {
  const { route } = found
  if (route.cors) refuseForeignPage(route.cors, headerOf(request, 'origin'), settings.publicUrl)
  const { accepted, caller } = route.auth
    ? await acceptCaller(settings, route, route.auth, request)
    : { accepted: request, caller: undefined }
  // Counted behind the check, so that strangers cannot use up the room of those who may call.
  if (route.rate) takeRoom(settings, route, route.rate)
  const call = openCall(settings, route, accepted)
  try {
    const headers = readHeaders(request.rawHeaders, route.auth?.type === 'header' ? route.auth.name.toLowerCase() : undefined)
    const { maxBytes = settings.bodyLimitBytes } = route
    const limits = { valueBytes: Math.min(maxBytes, settings.bodyLimitBytes), uploadBytes: maxBytes }
    const body = await readCallBody({ source: accepted.body, headers, limits, uploads: call.uploads, keepsRaw: route.keepsRaw })
    const data = { ...readTrigger(route, found.params, request, { headers, body }), ...caller }
    const told = deliveryIn(route, body.body ?? null)
    return told === undefined ? { ...call, data } : { ...call, data, executionId: () => call.executionId() ?? told }
  } catch (error) {
    await call.discard()
    throw error
  }
}

interface Starting {
  /** The newest when left out. */
  readonly version?: number
  /** Somebody tries the workflow out. */
  readonly test?: TestFact
  /** Told once the start is on disk. */
  onStarted?(executionId: string): void
}

export async function answerWebhook(
  settings: Settings,
  route: WebhookRoute,
  call: AcceptedCall,
  { version, test, onStarted }: Starting = {},
): Promise<Answer | StreamedAnswer> {
  const { account, workflowId, triggerId } = route
  const executionId = call.executionId()
  const isRepeated =
    call.hasFiles() && executionId !== undefined && (await settings.store.executions.get(account, executionId)) !== undefined
  let started: StartedExecution
  try {
    started = await settings.driver.start({
      account,
      workflowId,
      trigger: { id: triggerId, type: 'webhook', data: call.data },
      ...(executionId !== undefined && { executionId }),
      ...(version !== undefined && { version }),
      ...(test && { test }),
    })
  } catch (error) {
    await call.discard()
    throw error
  }
  if (isRepeated) await call.discard()
  onStarted?.(started.executionId)
  return webhookAnswer(settings, route, started)
}

interface OpenCall {
  uploads(): Uploads
  hasFiles(): boolean
  /** Left out where any will do. */
  executionId(): string | undefined
  /** Deletes what was uploaded: nothing was started that it belongs to, or the delivery has come before. */
  discard(): Promise<void>
}

/** A delivery that comes again is the execution that it was the first time; files need to know theirs beforehand. */
function openCall({ files, clock }: Settings, route: WebhookRoute, request: WebhookRequest): OpenCall {
  const { account, delivery } = route
  let id = delivery?.type === 'header' ? deliveryId(route, headerOf(request, delivery.name)) : undefined
  let opened: Uploads | undefined
  return {
    uploads() {
      id ??= newExecutionId(clock.now())
      opened ??= openUploads(files, account, id)
      return opened
    },
    hasFiles: () => opened !== undefined,
    executionId: () => id,
    discard: async () => opened?.discard(),
  }
}

/** Which execution it is by the id of the delivery; undefined without one. */
function deliveryId({ workflowId, triggerId }: WebhookRoute, name: string | undefined): string | undefined {
  return name ? idempotentExecutionId(workflowId, `webhook ${triggerId} ${name}`) : undefined
}

function deliveryIn(route: WebhookRoute, body: Json): string | undefined {
  return route.delivery?.type === 'body' ? deliveryId(route, textAt(body, route.delivery.path)) : undefined
}

/** The text or number that the names lead to. */
function textAt(body: Json, path: readonly string[]): string | undefined {
  let value: Json | undefined = body
  for (const name of path) value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

interface Accepted {
  readonly caller: Caller
  readonly accepted: WebhookRequest
}

/** Who has to sign the body is known once all of it is here; everybody else before anything of it is read. */
async function acceptCaller(
  settings: Settings,
  { account, maxBytes = settings.bodyLimitBytes }: WebhookRoute,
  auth: NonNullable<WebhookRoute['auth']>,
  request: WebhookRequest,
): Promise<Accepted> {
  const limitBytes = Math.min(maxBytes, settings.bodyLimitBytes)
  const body = isOverBody(auth) ? await request.body.collect(limitBytes) : new Uint8Array()
  const call: Call = { header: (name) => headerOf(request, name), body, at: settings.clock.now() }
  const caller = await checkCaller(settings, account, auth, call)
  return { caller, accepted: isOverBody(auth) ? { ...request, body: bytesBody(body) } : request }
}

/** A browser asks for a page of another site; undefined when nobody does, or the webhook takes no such calls. */
export function preflight(
  { publicUrl, clock }: Settings,
  { match }: { match(method: string, path: string, now: number): WebhookMatch },
  request: WebhookRequest,
): Answer | undefined {
  const origin = headerOf(request, 'origin')
  const wanted = headerOf(request, 'access-control-request-method')
  if (request.method !== 'OPTIONS' || origin === undefined || wanted === undefined) return undefined
  const found = match(wanted, request.path, clock.now())
  if (found.type !== 'found' || found.route.cors === undefined) return undefined
  return preflightAnswer({ ...found.route, cors: found.route.cors }, wanted, origin, publicUrl)
}

/** Asking what an address takes, or whether it is there, starts nothing. */
export function otherMethod(prefix: string, { method, path }: WebhookRequest, allowed: readonly string[]): Answer {
  const allow = [...allowed, 'OPTIONS', 'HEAD'].join(', ')
  if (method === 'OPTIONS' || method === 'HEAD') return { status: 204, headers: { allow }, body: null }
  const address = `${prefix}${path}`.slice(0, 200)
  throw new ProblemError('WEBHOOK_METHOD_NOT_ALLOWED', `The webhook ${address} takes ${allowed.join(' or ')}, not ${method}.`, {
    headers: { allow },
  })
}

function shown(path: string): string {
  return `${webhookPrefix}${path}`.slice(0, 200)
}
