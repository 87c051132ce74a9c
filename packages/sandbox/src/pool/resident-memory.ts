import { readFileSync } from 'node:fs'

const pageBytes = 4_096

/**
 * Bytes of memory that a process and those below it hold: bubblewrap stands between us and the runner.
 * Undefined where there is no /proc, or when the process has just ended.
 */
export function residentBytes(pid: number): number | undefined {
  try {
    const ownBytes = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return children.reduce((sum, child) => sum + (residentBytes(Number(child)) ?? 0), ownBytes)
  } catch {
    return undefined
  }
}
