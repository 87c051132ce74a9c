import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkout } from '../../support/checkout.ts'
import { eventually } from '../../support/eventually.ts'

/** What a process has when all that is not in use is given back. */
export interface SettledMemory {
  /** Of the machine, with the program itself and what SQLite keeps of its pages. */
  readonly residentMegabytes: number
  /** That JavaScript holds: nearly without noise, so that little of it tells of a leak. */
  readonly heldMegabytes: number
}

export interface WatchedMemory {
  /** For a server that is to be watched. */
  readonly environment: Readonly<Record<string, string>>
  /** Holds the process up for some tenths of a second. */
  settle(pid: number): Promise<SettledMemory>
}

const megabyte = 2 ** 20

/** What malloc frees goes back at once. */
const promptAllocator = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }

export function createWatchedMemory(directory: string): WatchedMemory {
  const file = join(directory, 'memory')

  async function collect(pid: number): Promise<number> {
    rmSync(file, { force: true })
    process.kill(pid, 'SIGUSR2')
    return eventually('the server tells of its memory', () => Number(readFileSync(file, 'utf8')))
  }

  return {
    environment: {
      ...promptAllocator,
      WATCHED_MEMORY_FILE: file,
      NODE_OPTIONS: `--import=${join(checkout, 'e2e/faults/memory/watch-process.ts')}`,
    },
    async settle(pid) {
      // What waits for a finalizer, such as the bytes of a request, goes with the second.
      await collect(pid)
      await pause(200)
      const heldBytes = await collect(pid)
      return { residentMegabytes: residentBytes(pid) / megabyte, heldMegabytes: heldBytes / megabyte }
    },
  }
}

/** As the system counts them. */
function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
