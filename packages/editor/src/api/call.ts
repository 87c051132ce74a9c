import type { Operations, Problem } from './api-schema.ts'

export type OperationName = keyof Operations
export type Answer<Name extends OperationName> = Operations[Name]['answer']

/** What a call takes, as far as the operation has it. */
export type CallRequest<Name extends OperationName> = Omit<Operations[Name], 'answer'> & { readonly signal?: AbortSignal }

/** The optional argument where nothing is required. */
type Given<Name extends OperationName> =
  Record<never, never> extends Omit<Operations[Name], 'answer'> ? [request?: CallRequest<Name>] : [request: CallRequest<Name>]

/** What the server refused, or what kept it from answering. `code` is stable: `docs/errors.md` has them all. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  /** 0 when no answer came. */
  readonly status: number
  readonly problem: Problem | undefined

  constructor(message: string, { code, status, problem, cause }: { code: string; status: number; problem?: Problem; cause?: unknown }) {
    super(message, { cause })
    this.code = code
    this.status = status
    this.problem = problem
  }
}

/** Asks the server; throws an `ApiError` for every refusal. The same origin serves this page. */
export async function call<Name extends OperationName>(name: Name, ...[request]: Given<Name>): Promise<Answer<Name>> {
  const response = await send(name, request ?? {})
  const text = await response.text()
  if (!response.ok) throw refusal(response, text)
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return (isJson ? JSON.parse(text) : text || undefined) as Answer<Name> // As the OpenAPI document says.
}

/** Everything a request may have; which of it an operation takes, its types say. */
interface AnyRequest {
  readonly params?: object
  readonly query?: object
  readonly headers?: object
  readonly body?: unknown
  readonly signal?: AbortSignal
}

async function send(name: string, { headers = {}, body, signal, ...place }: AnyRequest): Promise<Response> {
  const { method, url } = addressOf(name, place)
  const isText = typeof body === 'string'
  try {
    return await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': isText ? 'application/yaml' : 'application/json' }) },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError('The server does not answer. Is it running? It is asked again in a moment.', {
      code: 'UNREACHABLE',
      status: 0,
      cause,
    })
  }
}

/** The address of a call that a browser makes by itself, as for a file that it saves. */
export function urlOf<Name extends OperationName>(name: Name, ...[request]: Given<Name>): string {
  return addressOf(name, request ?? {}).url
}

function addressOf(name: string, { params = {}, query = {} }: AnyRequest): { readonly method: string; readonly url: string } {
  const [method = '', template = ''] = name.split(' ')
  const values = new Map(Object.entries(params))
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(values.get(key))))
  return { method, url: path + queryText(query) }
}

function queryText(query: object): string {
  const fields = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : (Array.isArray(value) ? value : [value]).map((one) => [key, String(one)]),
  )
  return fields.length === 0 ? '' : `?${new URLSearchParams(fields)}`
}

function refusal(response: Response, text: string): ApiError {
  const { status } = response
  const problem = readProblem(text)
  if (problem !== undefined) return new ApiError(problem.detail ?? problem.title, { code: problem.code, status, problem })
  return new ApiError(`The server answered ${status} without saying why.`, { code: 'UNEXPECTED_ANSWER', status })
}

function readProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'code' in value ? (value as Problem) : undefined // A problem document has a code.
  } catch {
    // Not JSON: a proxy in between wrote it.
    return undefined
  }
}
