import { connect } from 'node:net'

/** Sends bytes as they are and resolves with all that comes back until the other side closes, or with what came until it is cut off, so long after all was sent. */
export function rawExchange(port: number, parts: Iterable<string | Uint8Array>, longestMs = 30_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      received += text
    })
    // A reset after the answer is how a server ends an upload that it does not want.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    let timer: NodeJS.Timeout | undefined
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received)
    })
    socket.on('connect', () => {
      for (const part of parts) socket.write(part)
      timer = setTimeout(() => socket.destroy(), longestMs)
    })
  })
}

/** The status of the first answer in what came back; 0 without one. */
export function statusOf(received: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0)
}
