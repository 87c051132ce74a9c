import type { LookupFunction } from 'node:net'
import type { OutgoingRequest } from './outgoing-request.ts'

/** Sends one request and follows nothing. */
export interface Transport {
  send(request: OutgoingRequest, signal: AbortSignal | undefined): Promise<Response>
  close(): Promise<void>
}

/**
 * The fetch of the undici package, not the global one: a guard must not depend on a function that anything in the process may
 * replace, nor on Node honouring the dispatcher of another undici version. Loaded at the first request: 80 ms that a start need not pay.
 * `lookupFor` gives each port its lookup, because an allow rule may name a port and a socket's lookup is not told it. With `proxy`, every
 * request goes through that HTTP proxy, which looks names up itself.
 */
export async function connectUndici(lookupFor: (port: number) => LookupFunction, proxy?: string): Promise<Transport> {
  const { Agent, FormData: UndiciFormData, fetch: undiciFetch, Pool, ProxyAgent } = await import('undici')
  const dispatcher =
    proxy === undefined
      ? new Agent({
          factory: (origin, options) => new Pool(origin, { ...options, connect: { lookup: lookupFor(portOf(new URL(origin))) } }),
        })
      : new ProxyAgent({ uri: proxy })

  /** The global FormData is another class than undici's, and would be sent as "[object FormData]". */
  function ownForm(form: FormData) {
    const own = new UndiciFormData()
    for (const [name, value] of form) {
      if (typeof value === 'string') own.append(name, value)
      else own.append(name, value, value.name)
    }
    return own
  }

  return {
    async send({ url, method, headers, body }, signal) {
      const response = await undiciFetch(url, {
        method,
        headers: [...headers],
        body: body instanceof FormData ? ownForm(body) : (body ?? null),
        ...(signal && { signal }),
        redirect: 'manual',
        duplex: 'half',
        dispatcher,
      })
      // The same members as the global Response; only the class differs.
      return response as unknown as Response
    },
    // Not its close(): that waits for every response body, and a node may have left one unread.
    close: () => dispatcher.destroy(),
  }
}

/** The URL's port, or its scheme's. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
