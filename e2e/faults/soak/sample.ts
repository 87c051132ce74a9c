import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the process has open and its data take at one moment. */
export interface Sample {
  readonly minute: number
  readonly handles: number
  readonly logMegabytes: number
  readonly databaseMegabytes: number
}

const megabyte = 1024 * 1024

export function takeSample(pid: number, dataDirectory: string, minute: number): Sample {
  return {
    minute,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    logMegabytes: sizeOf(join(dataDirectory, 'millrace.db-wal')) / megabyte,
    databaseMegabytes: sizeOf(join(dataDirectory, 'millrace.db')) / megabyte,
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
