import { isStream, type OutgoingRequest } from './outgoing-request.ts'

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const bodyHeaders = ['content-encoding', 'content-language', 'content-length', 'content-location', 'content-type']
const credentialHeaders = ['authorization', 'cookie', 'host', 'proxy-authorization']

/**
 * The request that a redirect asks for, or undefined when the response is not one. By the Fetch standard's "HTTP-redirect fetch":
 * when the body and its headers go, when credentials go, and that a stream cannot be sent twice.
 */
export function redirectedRequest(request: OutgoingRequest, status: number, location: string | null): OutgoingRequest | undefined {
  if (!redirectStatuses.has(status) || location === null) return undefined
  const url = locationUrl(location, request.url)
  if (status !== 303 && isStream(request.body)) {
    throw new TypeError(`${request.url.host} redirects, and a streamed body cannot be sent twice: send the body as text or bytes`)
  }
  const headers = new Headers(request.headers)
  if (url.origin !== request.url.origin) for (const name of credentialHeaders) headers.delete(name)
  if (!becomesGet(status, request.method)) return { ...request, url, headers }
  for (const name of bodyHeaders) headers.delete(name)
  return { url, headers, method: 'GET', body: undefined }
}

function locationUrl(location: string, base: URL): URL {
  if (!URL.canParse(location, base.href)) throw new TypeError(`${base.host} redirects to something that is not a URL`)
  const url = new URL(location, base)
  if (url.hash === '') url.hash = base.hash
  return url
}

function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD'
  return (status === 301 || status === 302) && method === 'POST'
}
