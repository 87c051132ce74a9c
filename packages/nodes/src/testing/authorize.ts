import type { JsonObject } from '@millrace/engine'
import type { ConnectionType } from '@millrace/kit'

export interface Authorizing {
  readonly url?: string
  readonly method?: string
  readonly fetch?: typeof globalThis.fetch
  readonly cache?: Map<string, unknown>
  readonly challenge?: Response
  readonly now?: () => number
}

/** The request that a connection type makes of a plain one. */
export async function authorize(type: ConnectionType, values: JsonObject, given: Authorizing = {}) {
  const { url = 'https://api.example.com/orders?page=2', method = 'GET', cache = new Map(), challenge, now = () => 0 } = given
  const fetch = given.fetch ?? (() => Promise.reject(new Error('This test has no network')))
  const request = { url: new URL(url), method, headers: new Headers(), body: undefined }
  await type.authorize?.(request, { values: type.parse(values), fetch, now, cache, challenge })
  return { url: request.url.href, authorization: request.headers.get('authorization'), headers: request.headers }
}
