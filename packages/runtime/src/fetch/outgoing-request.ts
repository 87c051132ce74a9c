import { FatalError } from '@millrace/kit'

/** One hop of a fetch: what is sent to one URL. */
export interface OutgoingRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: RequestInit['body'] | undefined
}

export type Redirect = NonNullable<RequestInit['redirect']>

/**
 * Reads what `fetch` was called with. Only these members are taken over: what else an init may carry
 * (a `dispatcher` above all, which would go around the guard) is left behind.
 */
export async function readRequest(input: Parameters<typeof fetch>[0], init: RequestInit = {}) {
  const given = input instanceof Request ? input : undefined
  const text = given?.url ?? String(input)
  if (!URL.canParse(text)) throw new FatalError('The URL to fetch is not complete: it needs a scheme and a host', { code: 'BAD_URL' })
  // A Request holds its body as a stream; as bytes it survives a redirect.
  const body = init.body ?? (given?.body ? await given.arrayBuffer() : undefined)
  const request: OutgoingRequest = {
    url: new URL(text),
    method: canonicalMethod(init.method ?? given?.method ?? 'GET'),
    headers: new Headers(init.headers ?? given?.headers),
    body,
  }
  const redirect: Redirect = init.redirect ?? given?.redirect ?? 'follow'
  return { request, signal: init.signal ?? given?.signal, redirect }
}

const caseBlindMethods: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])

/** As the Fetch standard has it: `post` is POST, but `patch` is sent as written. */
function canonicalMethod(method: string): string {
  const upper = method.toUpperCase()
  return caseBlindMethods.has(upper) ? upper : method
}

/** A body that can be sent once only. */
export function isStream(body: OutgoingRequest['body']): boolean {
  return body instanceof ReadableStream || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
}
