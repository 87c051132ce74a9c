// The least that a durable webhook can be, in a process of its own as ours is: parses JSON, inserts it, answers when it is on disk.
// All bodies that arrive in one turn of the event loop share a transaction. `startBareServer` starts it with the database's file.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openBareTable } from './bare-table.ts'

const [file = ''] = process.argv.slice(2)
const { insertAll } = openBareTable(file)
let waiting: { readonly body: string; readonly response: ServerResponse }[] = []

function writeAll(): void {
  const posts = waiting
  waiting = []
  insertAll(posts.map(({ body }) => body))
  for (const { response } of posts) response.writeHead(202, { 'content-length': 2 }).end('ok')
}

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(parts).toString()))
    if (waiting.length === 0) setImmediate(writeAll)
    waiting.push({ body, response })
  })
})
server.listen(0, '127.0.0.1', () => {
  // Listening on a port, so the address is no pipe's name.
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
