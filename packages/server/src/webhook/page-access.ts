import type { CallCors } from '@millrace/kit'
import type { Answer, StreamedAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { headerOf, type WebhookRequest } from './read-trigger.ts'

/**
 * What browsers are told about pages of other sites (CORS). A browser asks by OPTIONS before it sends anything but a plain form; what
 * may be sent without asking is refused here when it comes from a page that is not named.
 */
function accessHeaders({ origins }: CallCors, origin: string | undefined): Readonly<Record<string, string>> {
  if (origins.includes('*')) return { 'access-control-allow-origin': '*' }
  const isNamed = origin !== undefined && origins.includes(origin)
  return { ...(isNamed && { 'access-control-allow-origin': origin }), vary: 'origin' }
}

/** Throws when a page calls that may not. Our own pages may; programs send no origin and pass. */
export function refuseForeignPage({ origins }: CallCors, origin: string | undefined, publicUrl: string): void {
  if (origin === undefined || origins.includes('*') || origins.includes(origin) || origin === new URL(publicUrl).origin) return
  throw new ProblemError(
    'ORIGIN_NOT_ALLOWED',
    `Pages of ${JSON.stringify(origin.slice(0, 100))} may not call this: "cors" does not name it.`,
  )
}

/** The answer to a browser that asks first. */
export function preflightAnswer(cors: CallCors, methods: readonly string[], origin: string, publicUrl: string): Answer {
  refuseForeignPage(cors, origin, publicUrl)
  const headers = {
    ...accessHeaders(cors, origin),
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': cors.headers.join(', '),
    'access-control-max-age': String(cors.maxAge),
  }
  return { status: 204, headers, body: null }
}

/** A page that may call may read what it gets, a problem too. */
export function readable<A extends Answer | StreamedAnswer>(cors: CallCors | undefined, request: WebhookRequest, answer: A): A {
  if (cors === undefined) return answer
  return { ...answer, headers: { ...answer.headers, ...accessHeaders(cors, headerOf(request, 'origin')) } }
}
