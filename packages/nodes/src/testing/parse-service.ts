import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

/** A class of the stand-in: its schema, its objects as Parse writes them, and what their relations hold. */
export interface ParseServiceClass {
  readonly fields: JsonObject
  readonly objects: readonly (JsonObject & { readonly objectId: string })[]
  /** By object and field, the ids of the related ones. */
  readonly relations?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

export interface ParseServiceOptions {
  readonly classes: Readonly<Record<string, ParseServiceClass>>
  /** By name. */
  readonly files?: Readonly<Record<string, string>>
  /** How many objects it gives at most, whatever it is asked for. */
  readonly mostAtOnce?: number
}

/** What a request is answered with instead. */
export interface ParseServiceReply {
  readonly status: number
  readonly body: Json
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Stands in for a Parse server: answers as parse-server 9 on PostgreSQL does, its refusals too, as far as an import asks. Ends with the scope
 * that opened it.
 */
export interface ParseService extends AsyncDisposable {
  /** Ends in `/parse`. */
  readonly url: string
  readonly applicationId: string
  readonly masterKey: string
  /** The paths that were asked for, with their queries. */
  readonly requests: readonly string[]
  /** So many more requests are answered, then every connection breaks. */
  stopAfter(requests: number): void
  /** So many more requests are answered, then everybody waits. */
  holdAfter(requests: number): void
  comeBack(): void
  /** The next requests for which `fits` holds are answered so, one after the other. */
  reply(replies: readonly ParseServiceReply[], fits?: (path: string) => boolean): void
}

const applicationId = 'shop'
const masterKey = 'master-key-canary'

export async function openParseService({ classes, files = {}, mostAtOnce = 1_000 }: ParseServiceOptions): Promise<ParseService> {
  const requests: string[] = []
  let left = Number.POSITIVE_INFINITY
  let isHolding = false
  const held: (() => void)[] = []
  const replies: { readonly reply: ParseServiceReply; readonly fits: (path: string) => boolean }[] = []

  const server = createServer((incoming, response) => {
    requests.push(incoming.url ?? '')
    left -= 1
    if (left < 0 && isHolding) held.push(() => serve(incoming, response))
    else if (left < 0) incoming.socket.destroy()
    else serve(incoming, response)
  })

  function serve(incoming: IncomingMessage, response: ServerResponse): void {
    const path = incoming.url ?? ''
    const next = replies.findIndex(({ fits }) => fits(path))
    if (next >= 0) send(response, replies.splice(next, 1)[0]?.reply ?? unauthorized)
    else answer(incoming, response)
  }

  function answer({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const file = /^\/parse\/files\/shop\/(?<name>.+)$/.exec(pathname)?.groups?.name
    if (file !== undefined) return sendFile(response, files[decodeURIComponent(file)])
    if (!pathname.startsWith('/parse/')) return notFound(response, pathname)
    if (headers['x-parse-application-id'] !== applicationId) return send(response, unauthorized)
    const key = headers['x-parse-master-key']
    if (key === undefined ? headers['x-parse-rest-api-key'] === undefined : key !== masterKey) return send(response, unauthorized)
    if (pathname === '/parse/schemas')
      return send(response, key === undefined ? denied : ok({ results: Object.entries(classes).map(schemaOf) }))
    const className = /^\/parse\/classes\/(?<name>\w+)$/.exec(pathname)?.groups?.name
    return className === undefined ? notFound(response, pathname) : send(response, find(className, searchParams))
  }

  function find(className: string, query: URLSearchParams): ParseServiceReply {
    const where = jsonOf(query.get('where') ?? '{}')
    if (!isJsonObject(where)) return refused(107, 'where parameter is not valid JSON')
    const unknown = isJsonObject(where.objectId ?? null) && Object.entries(where.objectId as JsonObject).find(isUnknown)
    if (unknown) return refused(119, `Postgres doesn't support this query type yet ${JSON.stringify({ [unknown[0]]: unknown[1] })}`)
    const found = (classes[className]?.objects ?? []).filter((object) => isMeant(object, where))
    const sorted = query.get('order') === 'objectId' ? found.toSorted((a, b) => (a.objectId < b.objectId ? -1 : 1)) : found
    const limit = Math.min(Number(query.get('limit') ?? 100), mostAtOnce)
    const keys = query.get('keys')?.split(',')
    const results = sorted
      .slice(0, limit)
      .map((object) => (keys === undefined ? object : pick(object, ['createdAt', 'updatedAt', ...keys])))
    return ok({ results, ...(query.get('count') === '1' && { count: found.length }) })
  }

  function isMeant({ objectId }: ParseServiceClass['objects'][number], { objectId: condition, $relatedTo: related }: JsonObject): boolean {
    const { $gt: after } = isJsonObject(condition ?? null) ? (condition as JsonObject) : {}
    if (typeof after === 'string' && objectId <= after) return false
    if (related === undefined) return true
    const { object, key } = related as { readonly object: { readonly className: string; readonly objectId: string }; readonly key: string }
    return classes[object.className]?.relations?.[object.objectId]?.[key]?.includes(objectId) ?? false
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/parse`,
    applicationId,
    masterKey,
    requests,
    stopAfter(more) {
      left = more
      isHolding = false
    },
    holdAfter(more) {
      left = more
      isHolding = true
    },
    comeBack() {
      left = Number.POSITIVE_INFINITY
      for (const go of held.splice(0)) go()
    },
    reply(given, fits = () => true) {
      replies.push(...given.map((reply) => ({ reply, fits })))
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const unauthorized: ParseServiceReply = { status: 403, body: { error: 'unauthorized' } }
const denied: ParseServiceReply = { status: 403, body: { error: 'Permission denied' } }
const ownFields: JsonObject = {
  objectId: { type: 'String' },
  createdAt: { type: 'Date' },
  updatedAt: { type: 'Date' },
  ACL: { type: 'ACL' },
}

function ok(body: Json): ParseServiceReply {
  return { status: 200, body }
}

function refused(code: number, error: string): ParseServiceReply {
  return { status: 400, body: { code, error } }
}

function schemaOf([className, { fields }]: readonly [string, ParseServiceClass]): JsonObject {
  return { className, fields: { ...ownFields, ...fields }, classLevelPermissions: {} }
}

/** On PostgreSQL an operator with an empty text counts as none. */
function isUnknown([operator, value]: readonly [string, Json]): boolean {
  return operator !== '$exists' && !(operator === '$gt' && value !== '')
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name === 'objectId' || names.includes(name)))
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    // The caller refuses it, as Parse does.
    return undefined
  }
}

/** Who is not let in is answered without a type of content. */
function send(response: ServerResponse, reply: ParseServiceReply): void {
  const { status, body, headers } = reply
  response
    .writeHead(status, reply === unauthorized ? {} : { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body))
}

function sendFile(response: ServerResponse, content: string | undefined): void {
  if (content === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('File not found.')
  else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(content)
}

function notFound(response: ServerResponse, path: string): void {
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(`<!DOCTYPE html>\n<pre>Cannot GET ${path}</pre>\n`)
}
