import type { Json, JsonObject } from '@millrace/engine'
import type { BodySource } from '../body-source.ts'
import { setOwn } from '../own-record.ts'
import { ProblemError } from '../problem.ts'
import { readFields } from '../read-fields.ts'
import type { WebhookRoute } from './webhook-route.ts'

/** A request as it came in, before anything is believed. */
export interface WebhookRequest {
  readonly method: string
  /** Under `/webhook`, without the query. */
  readonly path: string
  /** Behind the question mark; empty without one. */
  readonly search: string
  /** Names and values by turns, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: BodySource
}

/** What a webhook's request is in the workflow: `trigger.body`, `trigger.query.page` … */
export function readTrigger(
  { paramNames }: WebhookRoute,
  values: readonly string[],
  request: WebhookRequest,
  parts: TriggerParts,
): JsonObject {
  const params: Record<string, Json> = {}
  for (const [index, name] of paramNames.entries()) setOwn(params, name, values[index] ?? '')
  const { headers, body } = parts
  return { method: request.method, path: request.path, params, query: readFields(request.search), headers, ...body }
}

export interface TriggerParts {
  readonly headers: Readonly<Record<string, string>>
  /** `body`, and `rawBody` where it is asked for. */
  readonly body: JsonObject
}

/** The first value of a header, by its lower-case name. */
export function headerOf({ rawHeaders }: Pick<WebhookRequest, 'rawHeaders'>, name: string): string | undefined {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) return rawHeaders[at + 1]
  return undefined
}

/** Two of these are how one request is made to look like two: one to a proxy, another one to us. */
const single: ReadonlySet<string> = new Set(['content-type', 'content-length', 'content-encoding', 'host', 'transfer-encoding'])

/** What proves who somebody is belongs to this request alone: the trigger's data is recorded, shown and kept, and these never are. */
const credentials: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** Lower-case names, without credentials and the header that holds the caller's `key`; one that came twice is joined as HTTP joins it. */
export function readHeaders(raw: readonly string[], key?: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    if (credentials.has(name) || name === key) continue
    const value = raw[at + 1] ?? ''
    if (!Object.hasOwn(headers, name)) setOwn(headers, name, value)
    else if (single.has(name)) throw new ProblemError('HEADER_REPEATED', `The header ${name} came twice: send it once.`)
    else setOwn(headers, name, `${headers[name]}, ${value}`)
  }
  return headers
}
