import type { Answer, StreamedAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import type { RequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import { readable } from './page-access.ts'
import type { WebhookRequest } from './read-trigger.ts'
import { webhookAnswer } from './webhook-answer.ts'
import { webhookRoutes } from './webhook-route.ts'

/** The address stands in no cache, index or Referer. */
const unseen = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' }

/** So long a question waits for the answer before it is told to come again. */
const pollMs = 1_000

interface StatusRequest extends Pick<WebhookRequest, 'method' | 'rawHeaders'> {
  /** What stands behind the prefix. */
  readonly token: string
}

/**
 * The answer of a webhook that took too long, as its caller would have had it; 202 until then. Whoever has the address may ask, as
 * often as they like: it is the whole credential, and tells no more than the answer that was theirs. Pages that may call the webhook may read it.
 */
export async function answerStatus(
  settings: Settings,
  { method, token, rawHeaders }: StatusRequest,
  log: Pick<RequestLog, 'problem'>,
): Promise<Answer | StreamedAnswer> {
  const allow = 'GET, HEAD, OPTIONS'
  if (method === 'OPTIONS') return { status: 204, headers: { allow, ...unseen }, body: null }
  if (method !== 'GET' && method !== 'HEAD') {
    throw new ProblemError('METHOD_NOT_ALLOWED', `This address takes ${allow}.`, { headers: { allow, ...unseen } })
  }
  const { account, workflows, driver, store } = settings
  const executionId = settings.answerAddresses.executionOf(account, token)
  const summary = executionId === undefined ? undefined : await store.executions.get(account, executionId)
  const started = summary && (await driver.find(account, summary.id))
  const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion))
  const triggered = published && [...webhookRoutes(published), ...webhookRoutes(published, 'disabled')]
  const route = triggered?.find(({ triggerId }) => triggerId === summary?.triggerId)
  if (started === undefined || route === undefined) throw gone()
  const answer = await webhookAnswer({ ...settings, answerTimeoutMs: pollMs }, route, started).catch(log.problem)
  return readable(route.cors, { rawHeaders }, { ...answer, headers: { ...answer.headers, ...unseen } })
}

function gone(): ProblemError {
  return new ProblemError(
    'ANSWER_NOT_FOUND',
    'There is no answer here: it was deleted with its execution, or the address is not complete.',
    {
      headers: unseen,
    },
  )
}
