import { STATUS_CODES } from 'node:http'
import type { Json } from '@millrace/engine'
import type { Answer } from './answer.ts'
import { type ServerProblemCode, serverProblems } from './problem-catalogue.ts'

type Extra = Readonly<Record<string, Json>>

/** What problems say beside their catalogue entry. */
interface Details {
  /** Members of the problem document, e.g. `problems` or `position`. */
  readonly extra?: Extra
  readonly headers?: Readonly<Record<string, string>>
  /** For whoever runs the server, and never for the caller. */
  readonly cause?: unknown
}

/** An answer that says what is wrong; becomes a problem document (RFC 9457) at the edge. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ServerProblemCode
  readonly details: Details
  constructor(code: ServerProblemCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.details = details
  }
}

interface Problem extends Details {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** The problem document for whatever was thrown. What is not meant for callers says only the request id, which the log has too. */
export function problemAnswer(thrown: unknown, requestId: string): Answer {
  const { code, status, title, detail, extra, headers } = describe(thrown, requestId)
  const document = { type: `urn:millrace:problem:${code}`, title, status, detail, code, requestId, ...extra }
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(document),
  }
}

function describe(thrown: unknown, requestId: string): Problem {
  if (thrown instanceof ProblemError)
    return { ...thrown.details, ...serverProblems[thrown.code], code: thrown.code, detail: thrown.message }
  const known = knownError(thrown)
  if (known !== undefined) return known
  const detail = `Something broke inside the server: look for ${requestId} in its log.`
  return { ...serverProblems.INTERNAL, code: 'INTERNAL', detail }
}

/** Errors of the runtime and the store bring code and status; those that end the process tell no more than an unknown one. */
function knownError(thrown: unknown): Problem | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('status' in thrown)) return undefined
  const { code, status, message } = thrown
  if (typeof code !== 'string' || typeof status !== 'number') return undefined
  if (status === 500)
    return { code, status, title: 'The store has failed', detail: 'The store has failed: the server must be started again.' }
  const headers: Details = status === 503 || status === 507 ? { headers: { 'retry-after': '5' } } : {}
  const retryAfterMs = 'retryAfterMs' in thrown && typeof thrown.retryAfterMs === 'number' ? thrown.retryAfterMs : undefined
  if (retryAfterMs !== undefined)
    return {
      code,
      status,
      title: titleOf(status),
      detail: message,
      headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) },
    }
  return { code, status, title: titleOf(status), detail: message, ...headers }
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Refused'
}
