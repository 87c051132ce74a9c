import { isJsonObject, type Json } from '@millrace/engine'
import { CliError, usageError } from '../cli-error.ts'
import { defaultPort } from '../configuration/default-port.ts'
import { createVariableReader } from '../configuration/variable-reader.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** Asks a server over HTTP. Answers are the server's own and taken as its API says; problems become messages with an exit code. */
export interface ApiClient {
  /** Without a slash at the end. */
  readonly server: string
  get<T>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<T>
  post<T>(path: string, body?: Json): Promise<T>
  send<T>(method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Json): Promise<T>
  /** Sends any bytes, however long that takes. */
  upload<T>(path: string, content: Uint8Array | Blob, mediaType: string): Promise<T>
  /** The answer itself, whose body is not read yet. With a body it is asked for by POST. */
  download(path: string, body?: Json): Promise<Response>
  /** Sends a workflow file. */
  sendYaml<T>(method: 'POST' | 'PUT', path: string, source: string): Promise<T>
}

const apiPath = '/api/v1'
const requestTimeoutMs = 30_000

export function createApiClient(host: Pick<Host, 'environment'>, given: string | undefined): ApiClient {
  const server = readServer(host, given)

  async function request<T>(path: string, init: RequestInit): Promise<T> {
    const response = await send(new URL(`${server}${apiPath}${path}`), init)
    const text = await response.text()
    const body = parse(text, server)
    if (!response.ok) throw problemError(response.status, body, server)
    return body as T // The API's own answer; its shape is what the OpenAPI document promises.
  }

  async function send(url: URL, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs), ...init })
    } catch (error) {
      throw new CliError(
        `No server answers at ${server} (${causeOf(error)}): start one with "millrace start", or name another with --server.`,
        exitCode.failed,
        error,
      )
    }
  }

  return {
    server,
    get: (path, query = {}) => request(`${path}${queryText(query)}`, {}),
    post: (path, body = {}) =>
      request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    send: (method, path, body) => {
      const content = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      return request(path, { method, ...content })
    },
    upload: (path, content, mediaType) =>
      request(path, { method: 'POST', headers: { 'content-type': mediaType }, body: content, signal: null }),
    async download(path, body) {
      const content = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      const response = await send(new URL(`${server}${apiPath}${path}`), { signal: null, ...(body !== undefined && content) })
      if (!response.ok) throw problemError(response.status, parse(await response.text(), server), server)
      return response
    },
    sendYaml: (method, path, source) => request(path, { method, headers: { 'content-type': 'application/yaml' }, body: source }),
  }
}

function readServer({ environment }: Pick<Host, 'environment'>, given: string | undefined): string {
  const reader = createVariableReader(environment)
  const server = given ?? reader.text('MILLRACE_SERVER')?.value ?? `http://localhost:${defaultPort}`
  const origin = given === undefined ? 'MILLRACE_SERVER' : '--server'
  const [mistake] = reader.mistakes
  if (mistake !== undefined) throw usageError(mistake)
  if (!/^https?:$/.test(URL.parse(server)?.protocol ?? ''))
    throw usageError(`${origin} must be an address such as http://localhost:8577, not "${server}".`)
  return server.replace(/\/+$/, '')
}

function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]))
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`
}

function parse(text: string, server: string): Json {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch (error) {
    throw new CliError(`What answers at ${server} is not Millrace: its answer is not JSON. Check --server.`, exitCode.failed, error)
  }
}

function problemError(status: number, body: Json, server: string): CliError {
  const detail = isJsonObject(body) && typeof body.detail === 'string' ? body.detail : `${server} answered with status ${status}.`
  return new CliError(detail, exitCodes[status] ?? exitCode.failed)
}

const exitCodes: Readonly<Record<number, ExitCode>> = {
  400: exitCode.usage,
  401: exitCode.notAllowed,
  403: exitCode.notAllowed,
  404: exitCode.notFound,
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : cause instanceof Error ? cause.message : String(cause)
}
