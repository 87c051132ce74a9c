import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { FatalError, type ResolvedHost } from '@millrace/kit'
import { checkedAddresses, createCheckedLookup, familyOf, type Resolve } from './checked-lookup.ts'
import { createEgressPolicy, type EgressPolicy } from './egress-policy.ts'
import { addressRefused, egressRefused } from './egress-refused.ts'
import type { HopAuthorizer } from './hop-authorizer.ts'
import { isStream, type OutgoingRequest, type Redirect, readRequest } from './outgoing-request.ts'
import { redirectedRequest } from './redirected-request.ts'
import { connectUndici, portOf, type Transport } from './undici-transport.ts'

/**
 * Owns: the one way out. Every request a workflow causes goes through here: URL, each redirect and each address are checked.
 * Does not own: which addresses are private (special-range.ts) and what is allowed anyway (egress-policy.ts).
 * Invariant: a socket is opened only to an address that passed the policy in the very answer the socket connects by.
 */
export type GuardedFetch = typeof fetch & {
  /** The same fetch, with credentials added to each request right before it is sent, redirects included. */
  authorizedBy(authorizer: HopAuthorizer): typeof fetch
  /** For sockets of other protocols: the address to connect to, under the same policy. Rejects with fatal `EGRESS_REFUSED`. */
  resolveHost(host: string, port: number): Promise<ResolvedHost>
  /** Ends what still runs and closes all sockets. Call it when no step runs any more. */
  close(): Promise<void>
}

export interface GuardedFetchOptions {
  /** CIDRs, addresses, host names and host:port that may be reached although they are private. */
  readonly allow: readonly string[]
  /** The system's resolver when left out. */
  readonly resolve?: Resolve
  readonly maxRedirects?: number
  /** An HTTP proxy, e.g. `http://proxy.internal:3128`, that every request takes but those to hosts named in `allow`. */
  readonly proxy?: string | undefined
}

export function createGuardedFetch({ allow, resolve = resolveBySystem, maxRedirects = 5, proxy }: GuardedFetchOptions): GuardedFetch {
  const policy = createEgressPolicy(allow)
  const opened = new Map<'direct' | 'proxy', Promise<Transport>>()

  function transport(way: 'direct' | 'proxy'): Promise<Transport> {
    const known = opened.get(way)
    if (known !== undefined) return known
    const made = connectUndici((port) => createCheckedLookup(port, policy, resolve), way === 'proxy' ? proxy : undefined)
    opened.set(way, made)
    return made
  }

  const sendHop: Transport['send'] = async (request, signal) => {
    const { hostname } = request.url
    const isDirect = proxy === undefined || policy.allowsHost(hostname, portOf(request.url))
    if (!isDirect) await checkProxied(request.url, policy, resolve)
    return (await transport(isDirect ? 'direct' : 'proxy')).send(request, signal)
  }

  async function send(given: Parameters<typeof fetch>, authorizer?: HopAuthorizer): Promise<Response> {
    const { request, signal, redirect } = await readRequest(...given)
    checkUrl(request.url, policy)
    return follow(request, { send: sendHop, signal, redirect, maxRedirects, policy, authorizer })
  }

  const guardedFetch: typeof fetch = (...given) => send(given)
  return Object.assign(guardedFetch, {
    authorizedBy(authorizer: HopAuthorizer): typeof fetch {
      return (...given) => send(given, authorizer)
    },
    async resolveHost(host: string, port: number): Promise<ResolvedHost> {
      const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
      if (isIP(name) !== 0) checkAddress(name, port, policy)
      const [address = ''] = isIP(name) !== 0 ? [name] : await checkedAddresses(name, port, policy, resolve)
      return { address, family: familyOf(address) }
    },
    async close() {
      for (const one of opened.values()) await (await one).close()
    },
  })
}

interface Journey {
  readonly send: Transport['send']
  readonly signal: AbortSignal | undefined
  readonly redirect: Redirect
  readonly maxRedirects: number
  readonly policy: EgressPolicy
  readonly authorizer: HopAuthorizer | undefined
}

async function follow(first: OutgoingRequest, journey: Journey): Promise<Response> {
  let request = first
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendAuthorized(request, journey)
    if (journey.redirect === 'manual') return response
    const next = redirectedRequest(request, response.status, response.headers.get('location'))
    if (next === undefined) return redirects === 0 ? response : Object.defineProperty(response, 'redirected', { value: true })
    await response.body?.cancel()
    if (journey.redirect === 'error') throw new TypeError(`${request.url.host} redirects, which this request does not accept`)
    if (redirects === journey.maxRedirects) throw tooManyRedirects(first.url, journey.maxRedirects)
    checkUrl(next.url, journey.policy)
    request = next
  }
}

/** What the authorizer adds goes into this one hop: the next begins from the request without it. */
async function sendAuthorized(request: OutgoingRequest, journey: Journey): Promise<Response> {
  const { authorizer } = journey
  if (authorizer === undefined) return sendUnwrapped(request, journey)
  const response = await sendUnwrapped(await authorizer.authorize(request, undefined), journey)
  const isAnswerable = response.status === 401 && authorizer.answersChallenge && !isStream(request.body)
  if (!isAnswerable) return response
  const again = await authorizer.authorize(request, response)
  await response.body?.cancel()
  return sendUnwrapped(again, journey)
}

/** A refusal in the lookup comes back as the cause of "fetch failed"; the step must see the refusal itself. */
async function sendUnwrapped(request: OutgoingRequest, { send, signal }: Journey): Promise<Response> {
  try {
    return await send(request, signal)
  } catch (error) {
    throw error instanceof Error && error.cause instanceof FatalError ? error.cause : error
  }
}

/** What can be said before connecting. A literal address is judged here, because a socket does not look it up. */
function checkUrl(url: URL, policy: EgressPolicy): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw egressRefused(`a ${url.protocol} URL`, 'Only http: and https: URLs can be fetched.')
  }
  if (url.username !== '' || url.password !== '') {
    throw egressRefused(`"${url.hostname}" with a user name in the URL`, 'Send an Authorization header instead.')
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) checkAddress(host, portOf(url), policy)
}

/**
 * A proxy connects by its own look-up, so a name's addresses are checked before. One that only the proxy can look up is left to it: there,
 * what may be reached is the proxy's to decide.
 */
async function checkProxied(url: URL, policy: EgressPolicy, resolve: Resolve): Promise<void> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) return
  try {
    await checkedAddresses(host, portOf(url), policy, resolve)
  } catch (error) {
    if (error instanceof FatalError) throw error
  }
}

function checkAddress(address: string, port: number, policy: EgressPolicy): void {
  const range = policy.refusedRange(address, port)
  if (range !== undefined) throw addressRefused(isIP(address) === 6 ? `[${address}]` : address, port, range)
}

function tooManyRedirects(url: URL, limit: number): FatalError {
  return new FatalError(`"${url.host}" redirected more than ${limit} times: check the URL for a redirect loop`, {
    code: 'TOO_MANY_REDIRECTS',
  })
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true })
  return answers.map(({ address }) => address)
}
