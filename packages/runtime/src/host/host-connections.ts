import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { AuthorizedRequest, Connections, ConnectionType } from '@millrace/kit'
import { parseHostPattern } from '@millrace/kit'
import type { GuardedFetch } from '../fetch/guarded-fetch.ts'
import type { OutgoingRequest } from '../fetch/outgoing-request.ts'
import type { StepPlace } from '../ports.ts'
import { connectionError } from './connection-error.ts'
import type { ConnectionVault, OpenedConnection } from './connection-vault.ts'

export interface HostConnectionsPorts {
  readonly vault: ConnectionVault
  readonly guarded: Pick<GuardedFetch, 'authorizedBy'> & typeof fetch
  /** What authorizing keeps between requests, e.g. a token: for as long as the connection is not edited. */
  cacheOf(account: string, name: string, revision: string): Map<string, unknown>
  now(): number
}

/** The account's connections as one step sees them: those that its node type may use, their secrets masked before it has them. */
export function createHostConnections(ports: HostConnectionsPorts, place: StepPlace): Connections {
  async function opened(name: string): Promise<OpenedConnection> {
    const found = await ports.vault.open(place.account, name)
    if (found === undefined) throw connectionError.missing(name)
    const wanted = place.nodeType.connections
    if (!wanted.includes(found.type.type)) throw connectionError.unfit(name, found.type.type, wanted)
    for (const field of found.type.secretFields) for (const text of textsOf(found.values[field] ?? null)) place.onSecret(text)
    return found
  }

  return {
    async open(name) {
      const { type, values, revision } = await opened(name)
      return { name, type: type.type, values, revision }
    },
    async fetch(name) {
      const { type, values, revision } = await opened(name)
      const { authorize } = type
      if (authorize === undefined) throw connectionError.notHttp(name, type.type)
      const cache = ports.cacheOf(place.account, name, revision)
      const assertHost = hostCheck(name, type, values)
      return ports.guarded.authorizedBy({
        answersChallenge: type.answersChallenge,
        async authorize(request, challenge) {
          assertHost(request.url)
          const asked = { url: new URL(request.url), method: request.method, headers: new Headers(request.headers), body: bodyOf(request) }
          await authorize(asked, { values, fetch: ports.guarded, now: ports.now, cache, challenge })
          assertSameTarget(request.url, asked.url, name, type)
          tellAdded(request, asked, place.onSecret)
          return { ...request, url: asked.url, headers: asked.headers }
        },
      })
    },
  }
}

function hostCheck(name: string, type: ConnectionType, values: JsonObject): (url: URL) => void {
  const hosts = type.hosts?.(values) ?? []
  const patterns = hosts.map(parseHostPattern)
  return (url) => {
    if (!patterns.some((pattern) => pattern?.matches(url))) throw connectionError.host(name, url, hosts)
  }
}

/** A type may add to the query, and to nothing else of the URL: the host has been checked. */
function assertSameTarget(asked: URL, authorized: URL, name: string, type: ConnectionType): void {
  const isSame =
    asked.origin === authorized.origin && asked.pathname === authorized.pathname && authorized.username + authorized.password === ''
  if (!isSame) throw connectionError.unreadable(`Connection type ${type.type} of "${name}" changed more of the URL than its query.`)
}

/** What was derived from the secrets, such as a token or `user:password` in base64, is as secret as they are. */
function tellAdded(before: OutgoingRequest, after: AuthorizedRequest, onSecret: (text: string) => void): void {
  for (const [name, value] of after.headers) {
    if (before.headers.get(name) === value) continue
    onSecret(value)
    const credentials = /^[\w-]+ +(?<rest>\S+)$/.exec(value)?.groups?.rest
    if (credentials !== undefined) onSecret(credentials)
  }
  for (const [name, value] of after.url.searchParams) {
    if (!before.url.searchParams.getAll(name).includes(value)) onSecret(value)
  }
}

function bodyOf({ body }: OutgoingRequest): AuthorizedRequest['body'] {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  return body instanceof URLSearchParams ? String(body) : undefined
}

/** Every text in it, for secret fields that are maps or lists. */
function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return isJsonObject(value) ? Object.values(value).flatMap((one) => textsOf(one)) : []
}
