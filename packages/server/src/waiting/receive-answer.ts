import type { Json } from '@millrace/engine'
import type { FormPageParams } from '@millrace/kit'
import type { OpenWait } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import type { BodySource } from '../body-source.ts'
import { formPage, troublePage } from '../form/form-page.ts'
import { parsePart } from '../parse-part.ts'
import { ProblemError, problemAnswer } from '../problem.ts'
import { readFields } from '../read-fields.ts'
import type { Settings } from '../server-ports.ts'
import { readCallBody, readValueBody } from '../webhook/read-call-body.ts'
import { readHeaders } from '../webhook/read-trigger.ts'
import { openUploads } from '../webhook/uploads.ts'
import { type Approval, approvalOf, decisionFields, decisionSignal } from './approval.ts'
import { approvalPage, decidedPage, goneAnswer } from './approval-page.ts'
import { askedFormOf, receiveForm } from './receive-form.ts'
import { waitingPrefix } from './waiting-path.ts'

/** A request to the single-use address of a step, before anything is believed. */
export interface WaitingRequest {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly rawHeaders: readonly string[]
  /** Read only for a step that waits. */
  readonly body: BodySource
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const decisionBody = z.object(decisionFields)

/**
 * Takes an answer for the step that waits at this address. Whoever has the address may answer: it is the whole credential, works once,
 * and nothing tells an unknown one from one that is used up. HEAD and OPTIONS, which programs send by themselves, touch nothing.
 */
export async function receiveAnswer(settings: Settings, request: WaitingRequest): Promise<Answer> {
  const token = request.path.slice(waitingPrefix.length + 1)
  const allow = [...methods, 'HEAD', 'OPTIONS'].join(', ')
  if (request.method === 'HEAD' || request.method === 'OPTIONS') return { status: 204, headers: { allow, ...unseen }, body: null }
  if (!methods.includes(request.method)) throw notAllowed(allow)
  const headers = readHeaders(request.rawHeaders)
  const [wait] = await settings.driver.waits({ token })
  if (wait === undefined) return gone(headers)
  const form = askedFormOf(wait)
  if (form !== undefined) return takeForm(settings, { token, headers, request, wait, form })
  const approval = approvalOf(wait)
  return approval === undefined
    ? resume(settings, { token, headers, request, wait })
    : decide(settings, { token, headers, request, wait, approval })
}

/** The address stands in no cache, index or Referer. */
const unseen = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' }

interface Received {
  readonly token: string
  readonly headers: Readonly<Record<string, string>>
  readonly request: WaitingRequest
  readonly wait: OpenWait
}

/** What is uploaded belongs to the execution that waits; when somebody else was first, nothing of it is kept. */
async function resume({ driver, files, bodyLimitBytes }: Settings, { token, headers, request, wait }: Received): Promise<Answer> {
  const uploads = openUploads(files, wait.account, wait.executionId)
  try {
    const limits = { valueBytes: bodyLimitBytes, uploadBytes: bodyLimitBytes }
    const read = await readCallBody({ source: request.body, headers, limits, uploads: () => uploads, keepsRaw: false })
    const data: Json = { method: request.method, headers, query: readFields(request.search), ...read }
    if ((await driver.signal({ to: { token }, data })) === 'received') return jsonAnswer(200, { status: 'received' }, unseen)
  } catch (error) {
    await uploads.discard()
    throw error
  }
  await uploads.discard()
  return gone(headers)
}

interface Formed extends Received {
  readonly form: FormPageParams
}

/** A GET only shows it. */
async function takeForm(settings: Settings, { token, headers, request, wait, form }: Formed): Promise<Answer> {
  if (request.method === 'GET') return formPage(form)
  if (request.method !== 'POST') throw notAllowed('GET, POST, HEAD, OPTIONS')
  const isPerson = wantsHtml(headers)
  const sent = receiveForm(settings, { token, wait, form, headers, body: request.body, wantsHtml: isPerson })
  const answer = await sent.catch((thrown: unknown) => {
    if (isPerson && thrown instanceof ProblemError)
      return troublePage(problemAnswer(thrown, '').status, 'That did not work', thrown.message)
    throw thrown
  })
  return answer === undefined ? gone(headers) : { ...answer, headers: { ...answer.headers, ...unseen } }
}

interface Asked extends Received {
  readonly approval: Approval
}

/** A GET never decides: programs that check the links in mails follow each of them. */
async function decide({ driver, clock, bodyLimitBytes }: Settings, { token, headers, request, approval }: Asked): Promise<Answer> {
  if (request.method === 'GET') return approvalPage(approval, decisionFields.decision.safeParse(readFields(request.search).decision).data)
  if (request.method !== 'POST') throw notAllowed('GET, POST, HEAD, OPTIONS')
  // Parsed by that schema just now.
  const decision = parsePart('body', decisionBody, await readValueBody(request.body, headers, bodyLimitBytes)) as z.output<
    typeof decisionBody
  >
  const outcome = await driver.signal({ to: { token }, ...decisionSignal(decision, clock.now()) })
  if (outcome === 'not-waiting') return gone(headers)
  return wantsHtml(headers) ? decidedPage(decision.decision) : jsonAnswer(200, { status: 'received', decision: decision.decision }, unseen)
}

function gone(headers: Readonly<Record<string, string>>): Answer {
  if (wantsHtml(headers)) return goneAnswer()
  throw new ProblemError('NOTHING_WAITS', 'Nothing waits here: it was used already, its time is up, or the address is not complete.', {
    headers: unseen,
  })
}

function wantsHtml({ accept = '' }: Readonly<Record<string, string>>): boolean {
  return accept.includes('text/html')
}

function notAllowed(allow: string): ProblemError {
  return new ProblemError('METHOD_NOT_ALLOWED', `This address takes ${allow}.`, { headers: { allow, ...unseen } })
}
