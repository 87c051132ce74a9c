import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setPriority } from 'node:os'
import type { JailCommand } from './jail-command.ts'

const hasGroups = process.platform !== 'win32'

export function spawnJailed({ file, args, env, cwd, user, descriptor }: JailCommand): ChildProcess {
  const extra = descriptor === undefined ? [] : [openSync(descriptor, 'r')]
  try {
    const identity = user === undefined ? {} : { uid: user, gid: user }
    const child = spawn(file, args, {
      env: { ...env },
      cwd,
      ...identity,
      stdio: ['pipe', 'pipe', 'pipe', ...extra],
      detached: hasGroups,
      windowsHide: true,
    })
    yieldToServer(child.pid)
    return child
  } finally {
    extra.forEach(closeSync)
  }
}

/**
 * Ends the launcher and what it has started. The whole group, because a launcher that is killed before it has tied the runner's life
 * to its own leaves it behind, waiting for ever.
 */
export function killJailed(child: ChildProcess): void {
  child.stdin?.destroy()
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(hasGroups ? -child.pid : child.pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself a moment ago.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Users' code takes what the engine leaves, not the reverse. */
function yieldToServer(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 5)
  } catch {
    // It ended already, which its exit reports; or priorities cannot be set here, and all are equal.
  }
}
