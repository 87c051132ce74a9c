import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { type Connections, FatalError, type NodeFailure, RetryableError } from '@millrace/kit'
import { type Answer, readAnswer } from '../http/answer.ts'
import { networkError } from '../http/http-errors.ts'

/** A Parse server, asked with the credentials of its connection. */
export interface ParseAccess {
  readonly serverUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal
}

export const parseFailures: readonly NodeFailure[] = [
  { code: 'PARSE_KEY', when: 'the server does not take the application id or the key' },
  { code: 'PARSE_FAILED', when: 'it answers with an error, or not as Parse does; a retry may help where it is busy' },
  { code: 'PARSE_UNREACHABLE', when: 'there was no connection, or it broke. A retry may help' },
  { code: 'PARSE_TOO_LARGE', when: 'one record is larger than 64 MiB' },
]

export async function openParse(
  name: string,
  { connections, signal }: { readonly connections: Connections; readonly signal: AbortSignal },
): Promise<ParseAccess> {
  const { values } = await connections.open(name)
  return { serverUrl: String(values.serverUrl), fetch: await connections.fetch(name), signal }
}

const mostBytes = 64 * 1024 * 1024
/** Busy, timed out, too many requests, and what went wrong inside: these may pass. */
const passingCodes: ReadonlySet<Json | undefined> = new Set([1, 124, 155])

/** One GET; the answer is a map. Throws what the step fails with. */
export async function askParse({ serverUrl, fetch, signal }: ParseAccess, path: string, query: JsonObject = {}): Promise<JsonObject> {
  const url = new URL(`${serverUrl}/${path}`)
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  const answer = await send({ serverUrl, fetch, signal }, url)
  if (answer.truncated) throw new FatalError(`${serverUrl} sent more than ${mostBytes} bytes.`, { code: 'PARSE_TOO_LARGE' })
  const body = bodyOf(answer)
  if (answer.status >= 400 || body === undefined) throw refusal(serverUrl, answer, body)
  return body
}

/** Those that come after this one; from the first where it is empty, for on PostgreSQL Parse takes nothing for a text to compare with. */
export function whoseIdIsAfter(objectId: string): JsonObject {
  return { objectId: objectId === '' ? { $exists: true } : { $gt: objectId } }
}

async function send({ serverUrl, fetch, signal }: ParseAccess, url: URL): Promise<Answer> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json', 'user-agent': 'Millrace' }, signal })
    return await readAnswer(response, serverUrl, mostBytes)
  } catch (error) {
    const told = networkError(error, serverUrl, signal)
    if (!(told instanceof RetryableError)) throw told
    throw new RetryableError(`${told.message} Check the server URL, and that the server runs and can be reached from here.`, {
      code: 'PARSE_UNREACHABLE',
      cause: error,
    })
  }
}

function bodyOf({ bytes }: Answer): JsonObject | undefined {
  try {
    const body: Json = JSON.parse(Buffer.from(bytes).toString())
    return isJsonObject(body) ? body : undefined
  } catch {
    // Not JSON: whoever answers is no Parse server, and that is told.
    return undefined
  }
}

function refusal(serverUrl: string, { status, headers }: Answer, body: JsonObject | undefined): FatalError | RetryableError {
  const code = body?.code
  const said = typeof body?.error === 'string' ? body.error : undefined
  const details = { status, ...(code !== undefined && { code }) }
  if (status === 429 || status >= 500 || passingCodes.has(code)) {
    const seconds = Number(headers['retry-after'])
    return new RetryableError(`${serverUrl} is busy or broken: it answered ${status}${said === undefined ? '' : ` (${said})`}.`, {
      code: 'PARSE_FAILED',
      details,
      ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
    })
  }
  if (status === 401 || status === 403) {
    return new FatalError(
      `${serverUrl} does not let this connection in (${said ?? `status ${status}`}): check the application id and the master key, and that "masterKeyIps" of the Parse server names this machine.`,
      { code: 'PARSE_KEY', details },
    )
  }
  if (said === undefined) {
    return new FatalError(
      `${serverUrl} answered ${status}, and not as a Parse server does: check the server URL, most of them end in "/parse" or "/1".`,
      { code: 'PARSE_FAILED', details },
    )
  }
  return new FatalError(`${serverUrl} refused: ${said}${code === undefined ? '' : ` (error ${code})`}.`, { code: 'PARSE_FAILED', details })
}
