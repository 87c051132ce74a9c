import type { IncomingHttpHeaders } from 'node:http'

/** The one that the server speaks and answers with, where a client names any. */
export const liveProtocol = 'millrace'

const bearer = 'bearer.'

/**
 * The `Authorization` of an upgrade. A page cannot set that header on a WebSocket, so it names the token among the protocols:
 * `new WebSocket(url, ['millrace', 'bearer.mrt_…'])`. In an address it would end in logs.
 */
export function authorizationOf({ authorization, 'sec-websocket-protocol': protocols = '' }: IncomingHttpHeaders): string | undefined {
  if (authorization !== undefined) return authorization
  const named = protocols.split(',').map((name) => name.trim())
  const token = named.find((name) => name.startsWith(bearer))
  return token && `Bearer ${token.slice(bearer.length)}`
}
