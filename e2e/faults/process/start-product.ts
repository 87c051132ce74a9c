import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { millrace } from '../../support/checkout.ts'
import { cleanEnvironment } from '../../support/run-millrace.ts'
import { faultsCache } from '../support/faults-cache.ts'

/** How the process came to its end. */
export interface Death {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One life of the server: from the start of its process to its end. */
export interface Product {
  readonly pid: number
  /** Resolves when it serves; rejects when it ends before. */
  readonly up: Promise<void>
  readonly died: Promise<Death>
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Death>
}

export interface ProductOptions {
  /** The script that `buildProduct` has made; the checkout's own when left out. */
  readonly script?: string
  readonly workflows: string
  readonly dataDirectory: string
  readonly port: number
  readonly environment?: Readonly<Record<string, string>>
  /** What it is started by; that becomes the program by `exec`. */
  readonly through?: readonly string[]
  /** What it says on standard error is added to this file. */
  readonly errorFile: string
}

export function startProduct({ script, workflows, dataDirectory, port, environment, errorFile, through = [] }: ProductOptions): Product {
  const program = script === undefined ? millrace.args : ['--max-semi-space-size=4', script]
  const args = [...program, 'start', workflows, '--port', String(port), '--data-dir', dataDirectory]
  const env = cleanEnvironment({ NODE_COMPILE_CACHE: join(faultsCache(), 'compiled'), ...environment })
  const [command = millrace.node, ...rest] = [...through, millrace.node, ...args]
  const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const errors = createWriteStream(errorFile, { flags: 'a' })
  child.stderr.pipe(errors)
  const died = new Promise<Death>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const up = Promise.withResolvers<void>()
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    if (/^Millrace \S+ on http:/m.test(out)) up.resolve()
  })
  void died.then(({ code, signal }) => up.reject(new Error(`It ended (${signal ?? code}) before it served; see ${errorFile}`)), up.reject)
  // Whoever kills it while it starts does not ask.
  up.promise.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    up: up.promise,
    died,
    end(signal) {
      child.kill(signal)
      return died
    },
  }
}
