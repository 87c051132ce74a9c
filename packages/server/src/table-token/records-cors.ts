import type { Answer, StreamedAnswer } from '../answer.ts'
import { bearerIn } from './table-tokens.ts'

// A page of another site may ask for records with a token, which no browser sends by itself. What is asked without one is the operator's, and
// no page of another site may read it.

const open = { 'access-control-allow-origin': '*' } as const
const daySeconds = 24 * 60 * 60

/** What lets a page go on to ask, with a token. */
export function preflightHeaders(methods: readonly string[]): Readonly<Record<string, string>> {
  return {
    ...open,
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    'access-control-max-age': String(daySeconds),
  }
}

/** Whoever names a token is never taken for the operator, so that any page may read the answer, also one that refuses. */
export function openToPages<Made extends Answer | StreamedAnswer>(made: Made, authorization: string | undefined): Made {
  if (bearerIn(authorization) === undefined) return made
  return {
    ...made,
    headers: { ...made.headers, ...open, 'access-control-expose-headers': 'location, x-request-id', vary: 'authorization' },
  }
}
