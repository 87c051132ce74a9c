import { isJsonObject, type Json } from '@millrace/engine'
import { CliError, usageError } from '../cli-error.ts'
import { findDataDirectory } from '../configuration/data-directory.ts'
import { defaultPort } from '../configuration/default-port.ts'
import { createVariableReader } from '../configuration/variable-reader.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { readServerRecord } from '../instance/server-record.ts'
import { askPatiently } from './ask-patiently.ts'

/** Asks a server over HTTP. Answers are the server's own and taken as its API says; problems become messages with an exit code. */
export interface ApiClient {
  /** Without a slash at the end. */
  readonly server: string
  get<T>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<T>
  post<T>(path: string, body?: Json): Promise<T>
  send<T>(method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Json): Promise<T>
  /** Sends any bytes, however long that takes. */
  upload<T>(path: string, content: Uint8Array | Blob, mediaType: string): Promise<T>
  /** The answer itself, whose body is not read yet, however long it takes to come. With a body it is asked for by POST. */
  download(path: string, body?: Json): Promise<Response>
  /** Sends a workflow file. */
  sendYaml<T>(method: 'POST' | 'PUT', path: string, source: string): Promise<T>
}

const apiPath = '/api/v1'
const requestTimeoutMs = 30_000

export function createApiClient(host: Pick<Host, 'environment' | 'directory'>, given: string | undefined): ApiClient {
  const server = readServer(host, given)

  async function request<T>(path: string, init: RequestInit): Promise<T> {
    return read(await send(path, (url) => fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs), ...init })))
  }

  async function read<T>(response: Response): Promise<T> {
    const text = await response.text()
    const body = parse(text, server)
    if (!response.ok) throw problemError(response.status, body, server)
    return body as T // The API's own answer; its shape is what the OpenAPI document promises.
  }

  async function send(path: string, ask: (url: URL) => Promise<Response>): Promise<Response> {
    try {
      return await ask(new URL(`${server}${apiPath}${path}`))
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
    async upload(path, body, mediaType) {
      return read(await send(path, (url) => askPatiently(url, { method: 'POST', headers: { 'content-type': mediaType }, body })))
    },
    async download(path, body) {
      const content = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      const response = await send(path, (url) => askPatiently(url, body === undefined ? {} : content))
      if (!response.ok) throw problemError(response.status, parse(await response.text(), server), server)
      return response
    },
    sendYaml: (method, path, source) => request(path, { method, headers: { 'content-type': 'application/yaml' }, body: source }),
  }
}

function readServer(host: Pick<Host, 'environment' | 'directory'>, given: string | undefined): string {
  const reader = createVariableReader(host.environment)
  const named = given ?? reader.text('MILLRACE_SERVER')?.value
  const origin = given === undefined ? 'MILLRACE_SERVER' : '--server'
  const [mistake] = reader.mistakes
  if (mistake !== undefined) throw usageError(mistake)
  const server = named ?? ownServer(host)
  if (!/^https?:$/.test(URL.parse(server)?.protocol ?? ''))
    throw usageError(`${origin} must be an address such as http://localhost:8577, not "${server}".`)
  return server.replace(/\/+$/, '')
}

/** Where the server of the data directory listens, or did last: another one of this machine must not be taken for it. */
function ownServer(host: Pick<Host, 'environment' | 'directory'>): string {
  return `http://localhost:${readServerRecord(findDataDirectory(host))?.port ?? defaultPort}`
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
