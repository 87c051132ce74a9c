import { FatalError, RetryableError } from '@millrace/kit'
import type { Answer } from './answer.ts'
import { bodyPreview } from './body-value.ts'

/** These say "not now" rather than "no". */
const retryableStatuses: ReadonlySet<number> = new Set([408, 425, 429])
/** Whoever asks for more is not believed. */
const longestRetryAfterMs = 24 * 3_600_000

// Messages name the origin only: a path or query may be a secret in itself.

/** Whether another attempt may help goes by `retryStatuses`, and without them by what the status says. */
export function statusError(answer: Answer, now: number, retryStatuses?: readonly number[]): FatalError | RetryableError {
  const { origin, status, headers } = answer
  const message = `${origin} answered with status ${status}.`
  const details = { status, headers, body: bodyPreview(answer) }
  if (!(retryStatuses?.includes(status) ?? (status >= 500 || retryableStatuses.has(status))))
    return new FatalError(message, { code: 'HTTP_STATUS', details })
  const retryAfterMs = waitAskedFor(headers['retry-after'], now)
  return new RetryableError(message, { code: 'HTTP_STATUS', details, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
}

/** What a call that brought no whole answer is thrown as. An abort stays what it is: the runtime knows who ended the attempt. */
export function networkError(error: unknown, origin: string, signal: AbortSignal): unknown {
  if (signal.aborted) return error
  const reasons = causes(error)
  const decided = reasons.find((reason) => reason instanceof FatalError || reason instanceof RetryableError)
  if (decided) return decided
  const said = reasons.map((reason) => reason.message).filter((message) => message !== '' && message !== 'fetch failed')
  return new RetryableError(`No answer from ${origin}: ${said.join(': ') || 'the connection failed'}.`, {
    code: 'HTTP_NETWORK',
    cause: error,
  })
}

/** The error and what lies behind it; of several addresses tried in vain, the first. */
function causes(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return []
  const next = error instanceof AggregateError ? error.errors[0] : error.cause
  return [error, ...causes(next)]
}

/** Milliseconds from a `Retry-After` header, which holds seconds or an HTTP date. */
function waitAskedFor(header: string | readonly string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : /^[A-Z].* GMT$/.test(header) ? Date.parse(header) - now : Number.NaN
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestRetryAfterMs)
}
