import { createHash } from 'node:crypto'
import { isJsonObject, type JsonObject } from '@millrace/engine'
import { type FormParams, formParams } from '@millrace/kit'
import { newExecutionId, type StartedExecution } from '@millrace/runtime'
import type { Answer, StreamedAnswer } from '../answer.ts'
import type { Entries, Entry } from '../entries/entry-table.ts'
import { ProblemError } from '../problem.ts'
import type { RequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { takeRoom } from '../webhook/call-meter.ts'
import { readHeaders, type WebhookRequest } from '../webhook/read-trigger.ts'
import type { TriggerPlace } from '../webhook/refusals.ts'
import { openUploads } from '../webhook/uploads.ts'
import { webhookAnswer } from '../webhook/webhook-answer.ts'
import { donePage, formPage, markName, trapName, troublePage } from './form-page.ts'
import { readFormValues } from './form-values.ts'
import { readSentForm } from './read-sent-form.ts'
import { refuseForeignForm } from './refuse-foreign-form.ts'

export const formPrefix = '/form'

/** A form, shown and taken. Whoever comes is a person: what goes wrong is a page too. Never rejects. */
export async function serveForm(
  settings: Settings,
  entries: Entries,
  request: WebhookRequest,
  log: RequestLog,
): Promise<Answer | StreamedAnswer> {
  await entries.loaded
  const entry = entries.find('form', request.path)
  try {
    return await answerForm(settings, entry, request)
  } catch (thrown) {
    const { status, headers } = log.problem(thrown)
    if (entry) settings.refusals.note(placeOf(entry), thrown, settings.clock.now())
    const text = thrown instanceof ProblemError && status < 500 ? thrown.message : 'Please try again later.'
    const page = troublePage(status, 'That did not work', text)
    const kept = Object.entries(headers).filter(([name]) => name === 'retry-after' || name === 'allow')
    return { ...page, headers: { ...page.headers, ...Object.fromEntries(kept) } }
  }
}

async function answerForm(settings: Settings, entry: Entry | undefined, request: WebhookRequest): Promise<Answer | StreamedAnswer> {
  const allow = 'GET, POST, HEAD, OPTIONS'
  if (entry === undefined || entry.isDisabled)
    return troublePage(404, 'There is no form here', 'It was taken away, or the address is not complete.')
  const { method } = request
  if (method === 'HEAD' || method === 'OPTIONS') return { status: 204, headers: { allow }, body: null }
  const form = formParams.parse(entry.with)
  if (method === 'GET') return formPage(form, undefined, 'public')
  if (method !== 'POST') throw new ProblemError('METHOD_NOT_ALLOWED', `A form takes ${allow}.`, { headers: { allow } })
  refuseForeignForm(settings, request)
  takeRoom(settings, placeOf(entry), form.rateLimit)
  return takeForm(settings, { entry, form, request })
}

interface Sending {
  readonly entry: Entry
  readonly form: FormParams
  readonly request: WebhookRequest
}

/** What was uploaded is kept only once the execution that it belongs to is on disk. */
async function takeForm(settings: Settings, { entry, form, request }: Sending): Promise<Answer | StreamedAnswer> {
  const { files, clock, bodyLimitBytes } = settings
  const { account, workflowId, triggerId } = placeOf(entry)
  const executionId = newExecutionId(clock.now())
  const uploads = openUploads(files, account, executionId)
  let isStarted = false
  try {
    const { maxBytes = bodyLimitBytes } = form
    const limits = { valueBytes: Math.min(maxBytes, bodyLimitBytes), uploadBytes: maxBytes }
    const sent = await readSentForm({ source: request.body, headers: readHeaders(request.rawHeaders), limits, uploads: () => uploads })
    if (typeof sent[trapName] === 'string' && sent[trapName] !== '') return donePage(form)
    const { values, mistakes } = readFormValues(form.fields, sent)
    if (mistakes.size > 0) return formPage(form, { sent, mistakes }, 'public')
    const key = keyOf(placeOf(entry), sent, values)
    const first = key === undefined ? undefined : settings.sentForms.first(key, clock.now())
    if (first !== undefined) return answerSent(settings, form, account, await settings.driver.find(account, await first))
    const data = { fields: values, submittedAt: new Date(clock.now()).toISOString() }
    const starting = settings.driver.start({ account, workflowId, executionId, trigger: { id: triggerId, type: 'form', data } })
    if (key !== undefined)
      settings.sentForms.note(
        key,
        starting.then((started) => started.executionId),
        clock.now(),
      )
    const started = await starting
    isStarted = true
    return await answerSent(settings, form, account, started)
  } finally {
    if (!isStarted) await uploads.discard()
  }
}

/** The same page with the same content; undefined where no page was marked. A file counts by what is in it, not by where it lies. */
function keyOf(place: TriggerPlace, { [markName]: mark }: JsonObject, values: JsonObject): string | undefined {
  if (typeof mark !== 'string' || mark === '') return undefined
  const content = Object.entries(values).map(([name, value]) => [name, isJsonObject(value) ? { ...value, fileId: null } : value])
  return createHash('sha256')
    .update(JSON.stringify([place, mark, content]))
    .digest('base64url')
}

/** Of one that is not recorded, nothing is known any more when it is sent again but that it has begun. */
async function answerSent(
  settings: Settings,
  form: FormParams,
  account: string,
  started: StartedExecution | undefined,
): Promise<Answer | StreamedAnswer> {
  if (form.respond === 'immediately' || started === undefined) return afterwards(form)
  const answer = await webhookAnswer(settings, { account, respond: 'respond-node', status: 200 }, started)
  return answer.status === 202 && 'location' in answer.headers ? donePage(form) : answer
}

function afterwards(form: FormParams): Answer {
  if (form.redirect === undefined) return donePage(form)
  return { status: 303, headers: { location: form.redirect, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }, body: null }
}

function placeOf({ published: { account, id }, triggerId }: Entry): TriggerPlace {
  return { account, workflowId: id, triggerId }
}
