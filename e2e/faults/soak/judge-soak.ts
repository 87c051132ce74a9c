import type { SettledMemory } from '../memory/watched-memory.ts'
import { median, robustSlope } from './robust-slope.ts'
import type { Sample } from './sample.ts'

export interface SoakCounts {
  readonly minutes: number
  readonly executions: number
  /** Of resident memory, from the end of the warm-up on, and of what JavaScript holds of it. */
  readonly megabytesPerHour: number
  readonly heldMegabytesPerHour: number
  readonly residentMegabytes: number
  readonly heldMegabytes: number
  readonly handlesAtFirst: number
  readonly handlesAtLast: number
  readonly largestLogMegabytes: number
  readonly databaseKilobytesPerExecution: number
  /** Of a synchronous webhook, in the first and the last half after the warm-up. */
  readonly p99MsAtFirst: number
  readonly p99MsAtLast: number
}

export interface MemorySample extends SettledMemory {
  readonly minute: number
}

export interface SoakEvidence {
  readonly minutes: number
  readonly executions: number
  readonly samples: readonly Sample[]
  readonly memories: readonly MemorySample[]
  readonly latencies: readonly { readonly minute: number; readonly ms: number }[]
}

/** Of the whole time; memory, code and the pages that SQLite keeps find their size in it. */
export const warmUpShare = 0.3
/** A run of less than an hour cannot tell so little from noise: so much may have come on top in all. */
const mostMegabytesPerHour = 1
const mostGrownMegabytes = 8
const mostHeldMegabytes = 4
/** A shorter one ends before SQLite has all its pages. */
const steadyMinutes = 5
const mostMoreHandles = 8
const largestLogMegabytes = 32
const mostKilobytesPerExecution = 40
const mostDrift = 0.1
/** Shorter runs share the machine with others: their latencies tell of those. */
const longMinutes = 60

export function judgeSoak({ minutes, executions, samples, memories, latencies }: SoakEvidence): {
  readonly counts: SoakCounts
  readonly violations: readonly string[]
} {
  const from = minutes * warmUpShare
  const half = (from + minutes) / 2
  const settled = samples.filter(({ minute }) => minute >= from)
  const settledMemories = memories.filter(({ minute }) => minute >= from)
  const perHour = (what: keyof SettledMemory) => robustSlope(settledMemories.map((memory) => ({ x: memory.minute / 60, y: memory[what] })))
  const usual = (what: keyof SettledMemory) => rounded(median(settledMemories.map((memory) => memory[what])) ?? 0)
  const handles = (isLast: boolean) =>
    median(settled.filter(({ minute }) => minute >= half === isLast).map((sample) => sample.handles)) ?? 0
  const p99 = (isLast: boolean) =>
    percentile99(latencies.filter(({ minute }) => minute >= from && minute >= half === isLast).map(({ ms }) => ms))
  const counts: SoakCounts = {
    minutes,
    executions,
    megabytesPerHour: rounded(perHour('residentMegabytes')),
    heldMegabytesPerHour: rounded(perHour('heldMegabytes')),
    residentMegabytes: usual('residentMegabytes'),
    heldMegabytes: usual('heldMegabytes'),
    handlesAtFirst: handles(false),
    handlesAtLast: handles(true),
    largestLogMegabytes: rounded(Math.max(0, ...samples.map(({ logMegabytes }) => logMegabytes))),
    databaseKilobytesPerExecution: rounded(((samples.at(-1)?.databaseMegabytes ?? 0) * 1024) / Math.max(1, executions)),
    p99MsAtFirst: rounded(p99(false)),
    p99MsAtLast: rounded(p99(true)),
  }
  return { counts, violations: [...growthOf(counts), ...violationsOf(counts)] }
}

function growthOf({ minutes, megabytesPerHour, heldMegabytesPerHour }: SoakCounts): readonly string[] {
  const hours = (minutes * (1 - warmUpShare)) / 60
  const most = (grown: number) => (minutes >= longMinutes ? mostMegabytesPerHour : grown / hours)
  const violations: string[] = []
  if (minutes >= steadyMinutes && megabytesPerHour > most(mostGrownMegabytes))
    violations.push(`The memory grows by ${megabytesPerHour} MB an hour: ${rounded(megabytesPerHour * hours)} MB since the warm-up.`)
  if (heldMegabytesPerHour > most(mostHeldMegabytes))
    violations.push(
      `What JavaScript holds grows by ${heldMegabytesPerHour} MB an hour: ${rounded(heldMegabytesPerHour * hours)} MB since the warm-up.`,
    )
  return violations
}

function violationsOf(counts: SoakCounts): readonly string[] {
  const { minutes, handlesAtFirst, handlesAtLast, p99MsAtFirst, p99MsAtLast } = counts
  const violations: string[] = []
  if (handlesAtLast > handlesAtFirst + mostMoreHandles) violations.push(`Open handles went from ${handlesAtFirst} to ${handlesAtLast}.`)
  if (counts.largestLogMegabytes > largestLogMegabytes) violations.push(`The write-ahead log grew to ${counts.largestLogMegabytes} MB.`)
  if (counts.databaseKilobytesPerExecution > mostKilobytesPerExecution)
    violations.push(`The database takes ${counts.databaseKilobytesPerExecution} KB for each execution.`)
  if (minutes >= longMinutes && p99MsAtLast > p99MsAtFirst * (1 + mostDrift))
    violations.push(`p99 went from ${p99MsAtFirst} ms to ${p99MsAtLast} ms.`)
  return violations
}

function percentile99(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.99)] ?? 0
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
