import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../support/random.ts'
import { createFeed, type Feed } from './feed.ts'
import { ledgerValue } from './ledger-value.ts'

/** A call that came in. Its number stands in the answer, so that the history tells which call it has recorded. */
export interface LedgerCall {
  readonly number: number
  /** Which life of the server made it. */
  readonly life: number
  readonly key: string
  readonly execution: string
  readonly step: string
  readonly n: number
  /** By step, the number of the call whose answer this one was told of. */
  readonly seen: Readonly<Record<string, number>>
  readonly status: number
}

/** The world outside: an HTTP service that keeps a record of its own, which no crash of the server can touch. */
export interface Ledger {
  readonly url: string
  readonly calls: readonly LedgerCall[]
  /** The addresses that steps have given out to be called back at, by number. */
  readonly addresses: ReadonlyMap<number, string>
  readonly feed: Feed
  /** What was wrong with a call by itself. */
  readonly violations: readonly string[]
  /** Every call from now on is of the next life: resolves when the last one of the life before, which has ended, has come in. */
  beginLife(): Promise<void>
  /** Whether this step of the execution with this number has called. */
  hasHeard(n: number, step: string): boolean
  close(): Promise<void>
}

/** In bytes: more than what stays in the log. */
const largeText = 90_000

export async function startLedger(random: Random): Promise<Ledger> {
  const calls: LedgerCall[] = []
  const addresses = new Map<number, string>()
  const feed = createFeed()
  const violations: string[] = []
  const failures = new Map<string, number>()
  const heard = new Set<string>()
  const connections = new Set<Socket>()
  let life = 0

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => violations.push(`The ledger could not answer ${request.url}: ${error}`))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedIn = life
    const path = request.url ?? ''
    if (path.startsWith('/feed?')) return reply(response, 200, feed.page(Number(new URLSearchParams(path.slice(6)).get('after'))))
    const { n, seen, address, text: sent = '' } = JSON.parse(await text(request)) as Body // The workflows beside this write it.
    const key = request.headers['idempotency-key']
    const [execution = '', step = ''] = splitKey(typeof key === 'string' ? key : '')
    if (step === '') violations.push(`A call of ${path} for ${n} came without an idempotency key.`)
    if (path === '/never') violations.push(`Step ${step} of ${execution} ran, which no path leads to.`)
    if (path === '/large' && step === 'second' && sent !== textFor(n))
      violations.push(`A large value of ${execution} was not the one that went in.`)
    const status = statusFor(path, step, `${key}`)
    const number = calls.length + 1
    calls.push({ number, life: arrivedIn, key: String(key), execution, step, n, seen: seen ?? {}, status })
    heard.add(`${n} ${step}`)
    if (address !== undefined) addresses.set(n, address)
    const ms = random.next() < 0.7 ? random.below(5) : random.below(60)
    if (ms > 0) await pause(ms)
    const body = { call: number, value: ledgerValue(n, step), ...(path === '/large' && { text: textFor(n), length: sent.length }) }
    reply(response, status, body)
  }

  function reply(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  function statusFor(path: string, step: string, key: string): number {
    if (path === '/failing') return 400
    if (path !== '/retrying' || step !== 'flaky') return 200
    const earlier = failures.get(key) ?? 0
    failures.set(key, earlier + 1)
    return earlier < 2 ? 503 : 200
  }

  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (typeof bound !== 'object' || bound === null) throw new Error('The ledger has no address.')
  return {
    url: `http://127.0.0.1:${bound.port}`,
    calls,
    addresses,
    feed,
    violations,
    async beginLife() {
      // A process that is dead has sent what it has sent: some of it may still be on its way through the loop.
      for (let quiet = 0; quiet < 3; quiet++) {
        await pause(1)
        if (connections.size > 0) quiet = 0
      }
      life++
    },
    hasHeard: (n, step) => heard.has(`${n} ${step}`),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

interface Body {
  readonly n: number
  readonly seen?: Readonly<Record<string, number>>
  readonly address?: string
  readonly text?: string
}

/** Different for each execution, so that one cannot stand for another. */
function textFor(n: number): string {
  return `${n}:`.padEnd(largeText, 'abcdefghij')
}

function splitKey(key: string): readonly string[] {
  const at = key.indexOf(':')
  return at < 0 ? [] : [key.slice(0, at), key.slice(at + 1)]
}
