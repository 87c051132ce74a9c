import { readFileSync } from 'node:fs'
import type { Figure } from './figure.ts'

/** What a process has used so far, as Linux tells it. */
export interface ProcessUsage {
  readonly cpuSeconds: number
  readonly residentMb: number
  readonly writtenBytes: number
}

export function usageOf(pid: number | undefined): ProcessUsage {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return {
    // A tick is a hundredth of a second on Linux (proc(5)).
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    residentMb: numberIn(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/) / 1024,
    writtenBytes: numberIn(`/proc/${pid}/io`, /write_bytes: (\d+)/),
  }
}

function numberIn(file: string, pattern: RegExp): number {
  return Number(pattern.exec(readFileSync(file, 'utf8'))?.[1])
}

/** What it has used in between, for each of so many executions. */
export function usedSince(before: ProcessUsage, pid: number | undefined, executions: number): Usage {
  const after = usageOf(pid)
  return {
    cpuPer1000: ((after.cpuSeconds - before.cpuSeconds) / executions) * 1_000,
    residentMb: after.residentMb,
    bytesEach: (after.writtenBytes - before.writtenBytes) / executions,
  }
}

type Usage = Required<Pick<Figure, 'cpuPer1000' | 'residentMb' | 'bytesEach'>>
