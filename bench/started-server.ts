import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The product as a user starts it, on a data directory and a port of its own. */
export interface StartedServer {
  readonly url: string
  /** From the spawn to the first line that says where it listens. */
  readonly startMs: number
  /** Resident memory in MB. */
  residentMb(): number
  /** CPU time used so far, in seconds. */
  cpuSeconds(): number
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))
/** Beside the benches, so on the checkout's disk: /tmp is memory on many machines, where an fsync costs nothing. */
const results = fileURLToPath(new URL('results/', import.meta.url))

/** Starts `millrace start` on these workflow files. */
export async function startServer(workflows: Readonly<Record<string, string>>): Promise<StartedServer> {
  mkdirSync(results, { recursive: true })
  const directory = mkdtempSync(join(results, 'data-'))
  const folder = join(directory, 'workflows')
  mkdirSync(folder)
  for (const [name, source] of Object.entries(workflows)) writeFileSync(join(folder, `${name}.yaml`), source)
  const began = performance.now()
  const entry = join(root, 'packages/cli/bin/millrace.js')
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--max-semi-space-size=4', entry, 'start', folder, '--port', '0', '--data-dir', join(directory, 'data')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const url = await firstAddress(child)
  return {
    url,
    startMs: performance.now() - began,
    residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    cpuSeconds: () => cpuTicks(child.pid) / 100,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** User and system time of a process; a tick is a hundredth of a second on Linux (proc(5)). */
function cpuTicks(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(text)?.[0]
      if (address !== undefined) resolve(address)
    })
    child.on('exit', (code) => reject(new Error(`The server ended with code ${code} before it said where it listens:\n${text}`)))
  })
}
