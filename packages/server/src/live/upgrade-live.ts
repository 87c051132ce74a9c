import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { createHostGuard, type HostGuard } from '../host-guard.ts'
import { openRequestLog } from '../request-log.ts'
import type { Settings } from '../server-ports.ts'
import type { Caller } from '../table-token/table-tokens.ts'
import type { LiveHub } from './live-hub.ts'
import { authorizationOf } from './token-protocol.ts'

export const livePath = '/api/v1/live'

/** Whether a request asks for the live link; every other upgrade is ignored, as HTTP allows. */
export function isLiveUpgrade({ method, url, headers }: IncomingMessage): boolean {
  return method === 'GET' && url?.split('?')[0] === livePath && headers.upgrade?.toLowerCase() === 'websocket'
}

/** Lets a page of this server through, or a program; browsers open sockets to anywhere, so their origin decides. */
export function upgradeLive(settings: Settings, hub: LiveHub): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const guard = createHostGuard(settings.publicUrl)
  return (request, socket, head) => {
    // An upgraded socket has no error handler of the server's any more: without one a reset would end the process.
    socket.on('error', () => socket.destroy())
    const log = openRequestLog(settings, 'GET', livePath)
    const refuse = (error: unknown): void => {
      const { status, body } = log.problem(error)
      log.done(status)
      const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\nconnection: close\r\n`
      socket.end(`${head}content-length: ${Buffer.byteLength(body ?? '')}\r\n\r\n${body}`)
    }
    checkUpgrade(settings, guard, request).then((caller) => {
      log.done(101)
      hub.accept(request, socket, head, caller)
    }, refuse)
  }
}

/** A browser sends no token by itself, so that who names one may come from any page. */
async function checkUpgrade({ tableTokens }: Settings, guard: HostGuard, { headers }: IncomingMessage): Promise<Caller | undefined> {
  const { host, origin, 'sec-fetch-site': fetchSite } = headers
  guard.checkHost(host)
  const caller = await tableTokens.callerOf(authorizationOf(headers))
  if (caller === undefined) {
    guard.checkOrigin({ host: host ?? '', origin, fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined })
  }
  return caller
}
