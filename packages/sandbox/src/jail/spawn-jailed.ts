import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import type { JailCommand } from './jail-command.ts'

export function spawnJailed({ file, args, env, cwd, user, descriptor }: JailCommand): ChildProcess {
  const extra = descriptor === undefined ? [] : [openSync(descriptor, 'r')]
  try {
    const identity = user === undefined ? {} : { uid: user, gid: user }
    const child = spawn(file, args, { env: { ...env }, cwd, ...identity, stdio: ['pipe', 'pipe', 'pipe', ...extra], windowsHide: true })
    yieldToServer(child.pid)
    return child
  } finally {
    extra.forEach(closeSync)
  }
}

/** Users' code takes what the engine leaves, not the reverse. */
function yieldToServer(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It ended already, which its exit reports; or priorities cannot be set here, and all are equal.
  }
}
