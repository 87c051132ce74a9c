import type { HttpResponse } from '@millrace/engine'
import type { FinishedExecution, StartedExecution } from '@millrace/runtime'
import { type Answer, jsonAnswer, type StreamedAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import type { ServerProblemCode } from '../problem-catalogue.ts'
import type { Settings } from '../server-ports.ts'
import { fileAnswer } from './file-answer.ts'
import { respondHeaders } from './respond-headers.ts'
import type { WebhookRoute } from './webhook-route.ts'

type Ports = Pick<Settings, 'publicUrl' | 'answerTimeoutMs' | 'patience' | 'answerAddresses' | 'files'>

type Asked = Pick<WebhookRoute, 'account' | 'respond' | 'status' | 'auth' | 'listenerId'>

/** The answer of a webhook whose start is on disk. Throws the problem that an execution ended with. */
export async function webhookAnswer(ports: Ports, asked: Asked, started: StartedExecution): Promise<Answer | StreamedAnswer> {
  const { account, respond, status, auth, listenerId } = asked
  // At an address for tries, whoever listens there calls.
  const refuse = auth === undefined && listenerId === undefined ? refuseStranger : refuseUnsuccessful
  if (respond === 'immediately') return acceptedAnswer(ports, started)
  if (respond === 'respond-node') {
    const response = await ports.patience.within(started.responded, ports.answerTimeoutMs)
    if (response === 'late') return laterAnswer(ports, account, started)
    if (response !== undefined) return respondAnswer(ports, account, response, started.executionId)
    const end = await started.finished
    if (end.error?.code === 'SUPERSEDED') return acceptedAnswer(ports, { ...facts(started), status: 'superseded' })
    refuse(end)
    throw withoutResponse(end)
  }
  const end = await ports.patience.within(started.finished, ports.answerTimeoutMs)
  if (end === 'late') return laterAnswer(ports, account, started)
  if (end.error?.code === 'SUPERSEDED') return acceptedAnswer(ports, { ...facts(started), status: 'superseded' })
  refuse(end)
  return jsonAnswer(status, end.result, { 'cache-control': 'no-store' })
}

/** It is on disk and will end; where to look. Of one that is not recorded: that there is nowhere to look. */
export function acceptedAnswer({ publicUrl }: Pick<Ports, 'publicUrl'>, { executionId, isRecorded, status }: Accepted): Answer {
  if (!isRecorded) return jsonAnswer(202, { executionId, status: 'running', recorded: false })
  const url = `${publicUrl}/api/v1/executions/${executionId}`
  return {
    status: 202,
    headers: { 'content-type': 'application/json', location: url },
    body: `{"executionId":"${executionId}","status":"${status}","url":${JSON.stringify(url)}}`,
  }
}

/** Another start has taken its place: whoever waits for it need not any more, and nothing is wrong. */
interface Accepted extends Pick<StartedExecution, 'executionId' | 'isRecorded'> {
  readonly status: StartedExecution['status'] | 'superseded'
}

function facts({ executionId, isRecorded }: StartedExecution): Pick<StartedExecution, 'executionId' | 'isRecorded'> {
  return { executionId, isRecorded }
}

/** It takes too long: the answer can be asked for at an address that nobody can guess. */
function laterAnswer(ports: Pick<Ports, 'publicUrl' | 'answerAddresses'>, account: string, started: Accepted): Answer {
  const { executionId, isRecorded, status } = started
  if (!isRecorded) return acceptedAnswer(ports, started)
  const url = ports.answerAddresses.urlOf(account, executionId)
  return jsonAnswer(202, { executionId, status, url }, { location: url, 'retry-after': '2', 'cache-control': 'no-store' })
}

/** What a respond step gave, as the caller gets it. */
export async function respondAnswer(
  { files }: Pick<Ports, 'files'>,
  account: string,
  { status, headers, body, file }: HttpResponse,
  executionId: string,
): Promise<Answer | StreamedAnswer> {
  const sent = respondHeaders(headers, executionId)
  if (file !== undefined) return fileAnswer(files, account, { status, headers: sent, file, executionId })
  if (typeof body === 'string') return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...sent }, body }
  return { status, headers: { 'content-type': 'application/json', ...sent }, body: JSON.stringify(body) }
}

function withoutResponse({ executionId }: FinishedExecution): ProblemError {
  return new ProblemError('RESPONSE_MISSING', `Execution ${executionId} succeeded without a respond step: lead its path to one.`, {
    extra: { executionId },
  })
}

const problemOf: Readonly<Record<Exclude<FinishedExecution['status'], 'success'>, ServerProblemCode>> = {
  failed: 'EXECUTION_FAILED',
  crashed: 'EXECUTION_FAILED',
  canceled: 'EXECUTION_CANCELED',
  timed_out: 'EXECUTION_TIMED_OUT',
}

/** The caller learns what failed and where, never a stack. */
export function refuseUnsuccessful(end: FinishedExecution): void {
  const { status, executionId, error } = end
  if (status === 'success') return
  const told = error && { code: error.code, message: error.message, ...(error.step !== undefined && { step: error.step }) }
  const extra = { executionId, ...(told && { error: told }) }
  throw new ProblemError(problemCode(status, error), error?.message ?? `Execution ${executionId} ended as ${status}.`, { extra })
}

/** Who had to prove nothing learns that it failed, and where those look who may: a message can name a host or what was asked of it. */
function refuseStranger({ status, executionId, error }: FinishedExecution): void {
  if (status === 'success') return
  throw new ProblemError(problemCode(status, error), `Execution ${executionId} ended as ${status}: why stands in its history.`, {
    extra: { executionId },
  })
}

function problemCode(status: keyof typeof problemOf, error: FinishedExecution['error']): ServerProblemCode {
  return error?.code === 'DROPPED' ? 'START_DROPPED' : problemOf[status]
}
