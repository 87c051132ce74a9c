import { createServer } from 'node:net'

/** A port that nobody listens on just now: all lives of a server use it, so that addresses that were given out stay good. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createServer().on('error', reject)
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address()
      socket.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
