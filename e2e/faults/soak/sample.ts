import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the process and its data take at one moment. */
export interface Sample {
  readonly minute: number
  readonly residentMegabytes: number
  readonly handles: number
  readonly logMegabytes: number
  readonly databaseMegabytes: number
}

const megabyte = 1024 * 1024

export function takeSample(pid: number, dataDirectory: string, minute: number): Sample {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return {
    minute,
    residentMegabytes: Number(kilobytes) / 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    logMegabytes: sizeOf(join(dataDirectory, 'millrace.db-wal')) / megabyte,
    databaseMegabytes: sizeOf(join(dataDirectory, 'millrace.db')) / megabyte,
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
