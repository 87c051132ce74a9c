import { isUtf8 } from 'node:buffer'
import { FatalError, type Files, type NodeContext } from '@millrace/kit'
import { type Answer, keepAnswer, largerThan, readAnswer } from './answer.ts'
import { isData } from './body-value.ts'
import { networkError, statusError } from './http-errors.ts'
import { encodeBody } from './request-body.ts'
import type { RequestParams } from './request-params.ts'

/** Repeating these may do a thing twice, so the other side gets the means to notice. */
const keyed: ReadonlySet<string> = new Set(['POST', 'PATCH'])

/** Of an answer that is an error anyway, enough to see why. */
const errorBodyBytes = 64 * 1024
const defaultBytes = 10 * 1024 * 1024

type Context = NodeContext<unknown>

/** One request and its answer, read. `bytesBefore` is what earlier pages have taken of the limit. Throws what the step fails with. */
export async function exchange(params: RequestParams, context: Context, url: URL, bytesBefore = 0): Promise<Answer> {
  const answer = await send(params, context, withQueryKey(url, params), bytesBefore)
  if (isFailure(params, answer.status)) throw statusError(answer, context.now(), params.retryStatuses)
  if (answer.truncated) throw largerThan(answer.origin, params.maxBytes ?? defaultBytes, answer)
  return answer
}

async function send(params: RequestParams, context: Context, url: URL, bytesBefore: number): Promise<Answer> {
  const { signal, idempotencyKey } = context
  const body = await encodeBody(params.body, params.bodyType, () => context.files)
  const fetch = params.connection === undefined ? context.fetch : await context.connections.fetch(params.connection)
  const headers = {
    ...body?.headers,
    'user-agent': 'Millrace',
    ...keyHeader(params, idempotencyKey),
    ...params.headers,
    ...authHeader(params),
  }
  try {
    const response = await fetch(url, {
      method: params.method,
      headers,
      redirect: params.followRedirects ? 'follow' : 'manual',
      signal,
      ...(body ? { body: body.content, duplex: 'half' } : {}),
    })
    return await read(params, context.files, response, { origin: url.origin, bytesBefore })
  } catch (error) {
    throw networkError(error, url.origin, signal)
  }
}

async function read(
  params: RequestParams,
  files: Files,
  response: Response,
  { origin, bytesBefore }: { readonly origin: string; readonly bytesBefore: number },
): Promise<Answer> {
  const contentType = response.headers.get('content-type') ?? ''
  const most = Math.max((params.maxBytes ?? defaultBytes) - bytesBefore, 0)
  if (isFailure(params, response.status)) return readAnswer(response, origin, Math.min(most, errorBodyBytes))
  const isFile = params.response === 'file' || (params.response === 'auto' && !isData(contentType))
  if (isFile) return keepAnswer(response, origin, files, params.maxBytes)
  const answer = await readAnswer(response, origin, most)
  // Of an answer that does not say what it is, only its bytes can tell.
  const isUnknown = params.response === 'auto' && contentType === '' && !answer.truncated && !isUtf8(answer.bytes)
  return isUnknown ? { ...answer, bytes: new Uint8Array(), file: await files.write(answer.bytes, { name: 'download' }) } : answer
}

function isFailure({ failOnStatus }: RequestParams, status: number): boolean {
  return failOnStatus && status >= 400
}

function keyHeader({ method, idempotencyKey }: RequestParams, key: string): Readonly<Record<string, string>> {
  return idempotencyKey && keyed.has(method) ? { 'idempotency-key': key } : {}
}

function withQueryKey(url: URL, { auth }: RequestParams): URL {
  if (auth?.type !== 'api-key' || auth.in !== 'query') return url
  const authorized = new URL(url)
  authorized.searchParams.set(auth.name, auth.value)
  return authorized
}

function authHeader({ auth }: RequestParams): Readonly<Record<string, string>> {
  switch (auth?.type) {
    case undefined:
      return {}
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` }
    case 'api-key':
      return auth.in === 'header' ? { [headerName(auth.name)]: auth.value } : {}
  }
}

function headerName(name: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return name.toLowerCase()
  throw new FatalError(`auth.name "${name}" is not a header name: use letters, digits and "-".`, { code: 'BAD_PARAMS' })
}
