import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { checkout } from '../../support/checkout.ts'
import { faultsCache } from '../support/faults-cache.ts'

/** What a writer has said, and how it ended. */
export interface WriterEnd {
  readonly lines: readonly string[]
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly errors: string
}

export interface WriterOptions {
  readonly directory: string
  readonly waves: number
  /** Built from its source; the source itself when left out. */
  readonly script?: string
  /** What it is started by, e.g. `['strace', …]`. */
  readonly through?: readonly string[]
  /** Called for each line as it comes. */
  readonly onLine?: (line: string, kill: () => void) => void
}

/** Resolves when it has ended. */
export function runWriter({
  directory,
  waves,
  script = join(checkout, 'e2e/faults/disk/writer.ts'),
  through = [],
  onLine,
}: WriterOptions): Promise<WriterEnd> {
  const [command = '', ...args] = [...through, process.execPath, '--conditions=source', script, directory, String(waves)]
  // Writes that io_uring makes are no system calls that could be seen or refused.
  const env = { PATH: process.env.PATH, UV_USE_IO_URING: '0', NODE_COMPILE_CACHE: join(faultsCache(), 'compiled') }
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  // The whole group: what a tracer traces lives on without it.
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const kill = () => void (child.pid !== undefined && isAlive() && process.kill(-child.pid, 'SIGKILL'))
  let errors = ''
  let out = ''
  const lines: string[] = []
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (out + chunk.toString()).split('\n')
    out = parts.pop() ?? ''
    for (const line of parts) {
      lines.push(line)
      onLine?.(line, kill)
    }
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ lines, code, signal, errors }))
  })
}
