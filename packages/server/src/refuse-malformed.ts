import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { ProblemError } from './problem.ts'
import { openRequestLog } from './request-log.ts'
import type { Settings } from './server-ports.ts'

/** Answers what is not a request at all, before there is one to answer, and ends the connection. */
export function refuseMalformed(settings: Settings): (error: Error & { code?: string }, socket: Duplex) => void {
  return (error, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const log = openRequestLog(settings, '', '')
    const { status, headers, body } = log.problem(problemOf(error.code))
    log.done(status)
    const lines = Object.entries({ ...headers, 'x-content-type-options': 'nosniff', 'x-request-id': log.requestId, connection: 'close' })
    const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)]
    socket.end(`${head.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(body ?? '')}\r\n\r\n${body}`)
  }
}

function problemOf(code: string | undefined): ProblemError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ProblemError('HEADERS_TOO_LARGE', 'The request line and headers are larger than 16 KB: send less.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ProblemError('REQUEST_TIMEOUT', 'The request took too long to arrive: send it faster.')
    default:
      return new ProblemError('REQUEST_MALFORMED', 'This is not an HTTP/1.1 request.')
  }
}
