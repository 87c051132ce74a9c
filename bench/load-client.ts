// The process that sends the requests; `loadGenerate` starts it and tells it what to do in one message.
// It speaks HTTP/1.1 over raw sockets and reads of an answer only its status and where it ends: node:http as a client would cost more
// than the server that is measured.

import { connect } from 'node:net'
import type { Load, LoadResult } from './load-generator.ts'
import { answerIn } from './read-answer.ts'

const warmUpMs = 500

process.once('message', (load) => {
  // `loadGenerate` sends nothing else.
  void run(load as Load).then((result) => process.send?.(result, () => process.exit(0)))
})

interface Tally {
  readonly latenciesMs: number[]
  errors: number
}

async function run(load: Load): Promise<LoadResult> {
  const tally: Tally = { latenciesMs: [], errors: 0 }
  const measureFrom = performance.now() + warmUpMs
  const until = measureFrom + load.seconds * 1_000
  const request = requestText(load)
  const { hostname, port } = new URL(load.url)
  await Promise.all(
    Array.from({ length: load.connections }, () => drive({ hostname, port: Number(port), request, measureFrom, until, tally })),
  )
  const sorted = Float64Array.from(tally.latenciesMs).sort()
  return {
    requestsPerSecond: sorted.length / load.seconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    errors: tally.errors,
  }
}

function requestText({ url, method, body = '', headers = {} }: Load): Buffer {
  const { host, pathname, search } = new URL(url)
  const all = { host, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

interface Connection {
  readonly hostname: string
  readonly port: number
  readonly request: Buffer
  readonly measureFrom: number
  readonly until: number
  readonly tally: Tally
}

/** One connection: sends, waits for the answer, sends again. Settles when the time is over or the connection has broken. */
function drive({ hostname, port, request, measureFrom, until, tally }: Connection): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, hostname).setNoDelay(true)
    let sentAt = 0
    let received: Buffer = Buffer.alloc(0)
    let finished = false

    const send = (): void => {
      sentAt = performance.now()
      socket.write(request)
    }
    const finish = (): void => {
      finished = true
      socket.destroy()
    }
    socket.on('connect', send)
    socket.on('error', (error) => {
      console.error(`load client: ${error.message}`)
    })
    socket.on('close', () => {
      if (!finished) tally.errors += 1
      resolve()
    })
    socket.on('data', (part: Buffer) => {
      received = received.length === 0 ? part : Buffer.concat([received, part])
      const answer = answerIn(received)
      if (answer === undefined) return
      received = received.subarray(answer.length)
      const now = performance.now()
      if (now >= until) return finish()
      if (answer.status < 200 || answer.status > 299) tally.errors += 1
      else if (now >= measureFrom) tally.latenciesMs.push(now - sentAt)
      send()
    })
  })
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}
