// An HTTP server of its own process that answers after 100 ms: what the bench of waiting steps calls.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const answer = JSON.stringify({ ok: true })
const server = createServer((request, response) => {
  request.resume()
  setTimeout(() => response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer), 100)
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  // Listening on a port, so the address is no pipe's name.
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
