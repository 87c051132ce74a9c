import { validateHeaderName, validateHeaderValue } from 'node:http'
import { ProblemError } from '../problem.ts'

/** What belongs to the connection, to the origin that the editor is served from, or to a proxy, which would send files of its own. */
const reserved: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'date',
  'set-cookie',
  'set-login',
  'clear-site-data',
  'alt-svc',
  'nel',
  'report-to',
  'service-worker-allowed',
  'strict-transport-security',
  'x-request-id',
  'x-accel-redirect',
  'x-lighttpd-send-file',
  'x-sendfile',
])

/**
 * The headers that a respond step gave, checked. The answer comes from the origin that the editor is served from, so whatever
 * document it is has no rights there: it is sandboxed.
 */
export function respondHeaders(given: Readonly<Record<string, string>>, executionId: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase()
    if (reserved.has(lower)) throw respondInvalid(executionId, `the header ${lower}, which a respond step may not set: remove it`)
    if (!isValid(lower, value))
      throw respondInvalid(executionId, `a header that cannot be sent, ${JSON.stringify(name.slice(0, 50))}: correct it`)
    if (lower === 'location' && !isAddress(value))
      throw respondInvalid(executionId, 'a Location that is no http address or path: correct it')
    headers[lower] = value
  }
  const policy = headers['content-security-policy']
  headers['content-security-policy'] = policy === undefined ? 'sandbox' : `sandbox, ${policy}`
  return headers
}

/** `javascript:` and the like would run where the link is followed. */
function isAddress(location: string): boolean {
  const url = URL.canParse(location, 'http://ourselves.invalid') ? new URL(location, 'http://ourselves.invalid') : undefined
  return url !== undefined && /^https?:$/.test(url.protocol)
}

function isValid(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return name !== '__proto__'
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

export function respondInvalid(executionId: string, what: string): ProblemError {
  return new ProblemError('RESPONSE_INVALID', `The respond step of execution ${executionId} gave ${what}.`, { extra: { executionId } })
}
