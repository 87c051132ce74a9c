import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface CrashWriter {
  readonly process: ChildProcess
  /** What it prints, as it comes. */
  readonly lines: AsyncIterable<string>
}

/** With a limit, no file may grow beyond so many blocks of 512 bytes. */
export function startCrashWriter(directory: string, limitBlocks?: number): CrashWriter {
  const script = fileURLToPath(new URL('crash-writer.ts', import.meta.url))
  const command = [process.execPath, '--conditions=source', script, directory]
  const limit = limitBlocks === undefined ? '' : `ulimit -f ${limitBlocks}; `
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...command], { stdio: ['ignore', 'pipe', 'inherit'] })
  return { process: child, lines: createInterface({ input: child.stdout }) }
}
