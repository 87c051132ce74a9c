import type { JailCommand } from './jail-command.ts'
import { killJailed, spawnJailed } from './spawn-jailed.ts'

export interface JailedOutcome {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const maxCharacters = 1_000_000

/** Runs a program inside the walls to its end, and gives what it printed. */
export async function runJailed(command: JailCommand, timeoutMs = 10_000): Promise<JailedOutcome> {
  const child = spawnJailed(command)
  const { promise, resolve, reject } = Promise.withResolvers<JailedOutcome>()
  const timer = setTimeout(() => killJailed(child), timeoutMs)
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (chunk: Buffer) => {
      if (printed[stream].length < maxCharacters) printed[stream] += chunk.toString('latin1')
    })
  }
  child.on('error', reject)
  child.on('close', (code, signal) => resolve({ ...printed, code, signal }))
  child.stdin?.end()
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}
