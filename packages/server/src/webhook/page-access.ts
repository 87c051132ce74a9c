import type { CallCors, CheckedAuth } from '@millrace/kit'
import type { Answer, StreamedAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { headerOf, type WebhookRequest } from './read-trigger.ts'
import type { WebhookRoute } from './webhook-route.ts'

/** A page that may read the answer may read `location` and `retry-after` too, and what a respond step has set. */
const exposed = { 'access-control-expose-headers': '*' }

/**
 * What browsers are told about pages of other sites (CORS). A browser asks by OPTIONS before it sends anything but a plain form; what
 * may be sent without asking is refused here when it comes from a page that is not named.
 */
function accessHeaders({ origins }: CallCors, origin: string | undefined): Readonly<Record<string, string>> {
  if (origins.includes('*')) return { 'access-control-allow-origin': '*', ...exposed }
  const isNamed = origin !== undefined && origins.includes(origin)
  return { ...(isNamed && { 'access-control-allow-origin': origin, ...exposed }), vary: 'origin' }
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
export function preflightAnswer(route: GuardedRoute, method: string, origin: string, publicUrl: string): Answer {
  const { cors } = route
  refuseForeignPage(cors, origin, publicUrl)
  const headers = {
    ...accessHeaders(cors, origin),
    'access-control-allow-methods': method,
    'access-control-allow-headers': [...new Set([...cors.headers, ...askedFor(route)].map((name) => name.toLowerCase()))].join(', '),
    'access-control-max-age': String(cors.maxAge),
  }
  return { status: 204, headers, body: null }
}

interface GuardedRoute extends Pick<WebhookRoute, 'auth' | 'delivery'> {
  readonly cors: CallCors
}

/** What the webhook itself wants to be sent need not be allowed by name. */
function askedFor({ auth, delivery }: GuardedRoute): readonly string[] {
  return [...(auth === undefined ? [] : proofHeaders(auth)), ...(delivery?.type === 'header' ? [delivery.name] : [])]
}

/** Those that a page can set; what the known senders sign is sent by no page. */
function proofHeaders(auth: CheckedAuth): readonly string[] {
  switch (auth.type) {
    case 'bearer':
    case 'basic':
    case 'jwt':
      return ['authorization']
    case 'header':
      return [auth.name]
    case 'hmac':
      return [auth.header]
    default:
      return []
  }
}

/** A page that may call may read what it gets, a problem too. */
export function readable<A extends Answer | StreamedAnswer>(
  cors: CallCors | undefined,
  request: Pick<WebhookRequest, 'rawHeaders'>,
  answer: A,
): A {
  if (cors === undefined) return answer
  return { ...answer, headers: { ...answer.headers, ...accessHeaders(cors, headerOf(request, 'origin')) } }
}
