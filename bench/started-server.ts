import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeScratch } from './scratch.ts'
import { spawnNode } from './spawned.ts'

/** The product as a user starts it, on a data directory and a port of its own. */
export interface StartedServer {
  readonly url: string
  readonly pid: number | undefined
  /** Ends it, with SIGKILL as a crash would; its data stays. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again on the same data. */
  again(): Promise<StartedServer>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

const entry = fileURLToPath(new URL('../packages/cli/bin/millrace.js', import.meta.url))
/** As the first line of `entry` has it. */
const nodeOptions = ['--conditions=source', '--max-semi-space-size=8', '--expose-gc']

/** Starts `millrace start` on these workflow files. */
export async function startServer(workflows: Readonly<Record<string, string>>): Promise<StartedServer> {
  const directory = makeScratch()
  const folder = join(directory, 'workflows')
  mkdirSync(folder)
  for (const [name, source] of Object.entries(workflows)) writeFileSync(join(folder, `${name}.yaml`), source)
  return open(directory, folder)
}

async function open(directory: string, folder: string): Promise<StartedServer> {
  const server = spawnNode([...nodeOptions, entry, 'start', folder, '--port', '0', '--data-dir', join(directory, 'data')])
  const [url] = await server.line(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/)
  return {
    url,
    pid: server.child.pid,
    end: server.end,
    again: () => open(directory, folder),
    async stop() {
      await server.end('SIGTERM')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
