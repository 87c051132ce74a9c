import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Load {
  readonly url: string
  readonly method: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Each sends its next request when the last one is answered. */
  readonly connections: number
  /** Measured, after half a second to warm up. */
  readonly seconds: number
}

export interface LoadResult {
  /** Answered with 2xx. */
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Other answers and broken connections. */
  readonly errors: number
}

/** Puts load on a server, from a process of its own so that it uses another core than the server. */
export function loadGenerate(load: Load): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const client = fork(fileURLToPath(new URL('load-client.ts', import.meta.url)), { execArgv: [], serialization: 'advanced' })
    let result: LoadResult | undefined
    // The client sends one message, its result.
    client.on('message', (message) => {
      result = message as LoadResult
    })
    client.on('error', reject)
    client.on('exit', (code) => {
      if (result === undefined) reject(new Error(`The load client ended with code ${code} before it had a result: see its output above.`))
      else resolve(result)
    })
    client.send(load)
  })
}
