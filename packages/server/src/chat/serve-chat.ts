import { isJsonObject, type Json } from '@millrace/engine'
import { type ChatParams, chatParams } from '@millrace/kit'
import type { StartedExecution } from '@millrace/runtime'
import { type Answer, jsonAnswer } from '../answer.ts'
import type { Entries, Entry } from '../entries/entry-table.ts'
import { troublePage } from '../form/form-page.ts'
import { refuseForeignForm } from '../form/refuse-foreign-form.ts'
import { ProblemError } from '../problem.ts'
import type { RequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { takeRoom } from '../webhook/call-meter.ts'
import { readValueBody } from '../webhook/read-call-body.ts'
import { headerOf, readHeaders, type WebhookRequest } from '../webhook/read-trigger.ts'
import type { TriggerPlace } from '../webhook/refusals.ts'
import { refuseUnsuccessful } from '../webhook/webhook-answer.ts'
import { chatPage, longestMessage } from './chat-page.ts'
import { type ChatMessage, type ChatSession, keepMessages, openSession } from './chat-session.ts'

export const chatPrefix = '/chat'

const largestBody = 100_000
const longestAnswer = 20_000
/** Of what was said before: every execution records it. */
const mostTold = 50

/** A chat: its page, and each message. People get pages, programs JSON, also when something goes wrong. Never rejects. */
export async function serveChat(settings: Settings, entries: Entries, request: WebhookRequest, log: RequestLog): Promise<Answer> {
  await entries.loaded
  const entry = entries.find('chat', request.path)
  try {
    return await answerChat(settings, entry, request)
  } catch (thrown) {
    const problem = log.problem(thrown)
    if (entry) settings.refusals.note(placeOf(entry), thrown, settings.clock.now())
    const told = problem.status < 500 ? thrown : withoutCause(thrown)
    if (wantsJson(request)) return hidden(log.problem(told))
    return troublePage(problem.status, 'That did not work', told instanceof ProblemError ? told.message : later)
  }
}

const later = 'Please try again later.'

/** Whoever writes is a stranger: what broke and where is for the history of the execution. */
function withoutCause(thrown: unknown): unknown {
  return thrown instanceof ProblemError ? new ProblemError(thrown.code, later) : thrown
}

async function answerChat(settings: Settings, entry: Entry | undefined, request: WebhookRequest): Promise<Answer> {
  const allow = 'GET, POST, HEAD, OPTIONS'
  if (entry === undefined || entry.isDisabled)
    throw new ProblemError('NOT_FOUND', 'There is no chat here: it was taken away, or the address is not complete.')
  const { method } = request
  if (method === 'HEAD' || method === 'OPTIONS') return { status: 204, headers: { allow }, body: null }
  const chat = chatParams.parse(entry.with)
  if (method === 'GET') return chatPage(chat, { token: '', messages: [] })
  if (method !== 'POST') throw new ProblemError('METHOD_NOT_ALLOWED', `A chat takes ${allow}.`, { headers: { allow } })
  refuseForeignForm(settings, request)
  const place = placeOf(entry)
  takeRoom(settings, place, chat.rateLimit)
  const { token, text } = readSent(await readValueBody(request.body, readHeaders(request.rawHeaders), largestBody))
  const session = await openSession(settings, place, token)
  if (text === '') return shown(chat, request, session, session.messages)
  const said = await converse(settings, { place, chat, session, text })
  await keepMessages(settings, place, session.token, said)
  return shown(chat, request, session, [...session.messages, ...said])
}

function readSent(body: Json): { readonly token: string; readonly text: string } {
  const { session = '', message = '' } = isJsonObject(body) ? body : {}
  if (typeof message !== 'string' || message.length > longestMessage)
    throw new ProblemError('REQUEST_INVALID', `A message is a text of at most ${longestMessage} characters.`)
  return { token: typeof session === 'string' ? session : '', text: message.replace(/\r\n?/g, '\n').trim() }
}

interface Turn {
  readonly place: TriggerPlace
  readonly chat: ChatParams
  readonly session: ChatSession
  readonly text: string
}

/** A message and its answer. A message that starts nothing is not kept. */
async function converse(settings: Settings, { place, chat, session, text }: Turn): Promise<readonly ChatMessage[]> {
  const { account, workflowId, triggerId } = place
  const at = isoTime(settings.clock.now())
  const history = session.messages.slice(-mostTold).map((one) => ({ ...one }))
  const data = { message: text, session: session.id, history }
  const started = await settings.driver.start({ account, workflowId, trigger: { id: triggerId, type: 'chat', data } })
  const answer = (await answerText(settings, chat, started)).slice(0, longestAnswer)
  return [
    { role: 'person', text, at },
    { role: 'workflow', text: answer, at: isoTime(settings.clock.now()) },
  ]
}

async function answerText({ answerTimeoutMs, patience }: Settings, { respond }: ChatParams, started: StartedExecution): Promise<string> {
  if (respond === 'respond-node') {
    const response = await patience.within(started.responded, answerTimeoutMs)
    if (response === 'late') return late
    if (response !== undefined) return textOf(response.body)
  }
  const end = await patience.within(started.finished, answerTimeoutMs)
  if (end === 'late') return late
  refuseUnsuccessful(end)
  return respond === 'last-node' ? textOf(end.result) : 'There is no answer to that.'
}

const late = 'This takes longer than expected.'

function textOf(body: Json): string {
  if (typeof body === 'string') return body
  if (isJsonObject(body) && typeof body.text === 'string') return body.text
  return JSON.stringify(body, null, 2)
}

function shown(chat: ChatParams, request: WebhookRequest, { token }: ChatSession, messages: readonly ChatMessage[]): Answer {
  if (!wantsJson(request)) return chatPage(chat, { token, messages })
  const answer = messages.at(-1)?.role === 'workflow' ? messages.at(-1)?.text : undefined
  return hidden(jsonAnswer(200, { session: token, ...(answer !== undefined && { answer }), messages: messages.map((one) => ({ ...one })) }))
}

/** What holds a credential stands in no cache. */
function hidden(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' } }
}

function wantsJson(request: WebhookRequest): boolean {
  const accept = headerOf(request, 'accept') ?? ''
  const type = headerOf(request, 'content-type') ?? ''
  return !accept.includes('text/html') && (accept.includes('json') || type.includes('json'))
}

function placeOf({ published: { account, id }, triggerId }: Entry): TriggerPlace {
  return { account, workflowId: id, triggerId }
}
