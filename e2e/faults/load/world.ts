import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger } from '../ledger/start-ledger.ts'
import type { Random } from '../support/random.ts'

/** What a sender sees: an answer, or a connection that broke, after which nobody can say what came of it. */
export type Answer = { readonly type: 'answered'; readonly status: number; readonly body: unknown } | { readonly type: 'lost' }

export interface Request {
  readonly method?: 'GET' | 'POST'
  /** A text goes out as it is, everything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A server that dies and comes back, as its senders see it. */
export interface World {
  readonly random: Random
  readonly ledger: Ledger
  readonly violations: string[]
  /** A path of the server, or a whole address. */
  send(to: string, request?: Request): Promise<Answer>
  /** Sends it until there is an answer that is no refusal for the moment. Gives up when the load is over. */
  insist(to: string, request?: Request): Promise<Answer>
  /** No execution that was started is going on any more. */
  isOver(): boolean
  pause(ms: number): Promise<void>
}

export interface WorldOptions {
  readonly random: Random
  readonly ledger: Ledger
  readonly baseUrl: string
  /** Resolves while the server serves. */
  up(): Promise<void>
  isOver(): boolean
}

/** Longer than any answer may take: a sender that hears nothing for so long while the server lives has found a fault. */
const hangMs = 20_000

export function createWorld({ random, ledger, baseUrl, up, isOver }: WorldOptions): World {
  const violations: string[] = []

  async function send(to: string, { method = 'POST', body, headers }: Request = {}): Promise<Answer> {
    const url = to.startsWith('http') ? to : baseUrl + to
    try {
      const response = await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        signal: AbortSignal.timeout(hangMs),
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      if (response.status >= 500 && !text.includes('"code"'))
        violations.push(`${method} ${to} was answered ${response.status} without a code: ${text}`)
      return { type: 'answered', status: response.status, body: text === '' ? null : JSON.parse(text) }
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') violations.push(`${method} ${to} was not answered within ${hangMs} ms.`)
      return { type: 'lost' }
    }
  }

  return {
    random,
    ledger,
    violations,
    send,
    isOver,
    async insist(to, request) {
      while (!isOver()) {
        await up()
        const answer = await send(to, request)
        if (answer.type === 'answered' && answer.status < 500) return answer
        await pause(10)
      }
      return { type: 'lost' }
    },
    pause: (ms) => pause(ms),
  }
}
