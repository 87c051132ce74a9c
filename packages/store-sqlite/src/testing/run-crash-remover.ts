import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Resolves with the signal that it died of. */
export function runCrashRemover(directory: string): Promise<NodeJS.Signals | null> {
  const script = fileURLToPath(new URL('crash-remover.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', script, directory], { stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (_code, signal) => resolve(signal))
  })
}
