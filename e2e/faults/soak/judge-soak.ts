import { median, robustSlope } from './robust-slope.ts'
import type { Sample } from './sample.ts'

export interface SoakCounts {
  readonly minutes: number
  readonly executions: number
  /** Of resident memory after a collection, from the end of the warm-up on. */
  readonly megabytesPerHour: number
  readonly residentMegabytes: number
  readonly handlesAtFirst: number
  readonly handlesAtLast: number
  readonly largestLogMegabytes: number
  readonly databaseKilobytesPerExecution: number
  /** Of a synchronous webhook, in the first and the last half after the warm-up. */
  readonly p99MsAtFirst: number
  readonly p99MsAtLast: number
}

export interface SoakEvidence {
  readonly minutes: number
  readonly executions: number
  readonly samples: readonly Sample[]
  readonly latencies: readonly { readonly minute: number; readonly ms: number }[]
}

/** Of the whole time; memory and code find their size in it. */
const warmUpShare = 0.3
/** A short run cannot tell a slope from noise, nor from the 16 MB of pages that SQLite keeps: so much may have come on top in all. */
const mostGrownMegabytes = 24
const mostMegabytesPerHour = 1
const mostMoreHandles = 8
const largestLogMegabytes = 32
const mostKilobytesPerExecution = 40
const mostDrift = 0.1
/** Shorter runs share the machine with others: their latencies tell of those. */
const longMinutes = 60

export function judgeSoak({ minutes, executions, samples, latencies }: SoakEvidence): {
  readonly counts: SoakCounts
  readonly violations: readonly string[]
} {
  const from = minutes * warmUpShare
  const half = (from + minutes) / 2
  const settled = samples.filter(({ minute }) => minute >= from)
  const slope = robustSlope(settled.map(({ minute, residentMegabytes }) => ({ x: minute / 60, y: residentMegabytes })))
  const handles = (isLast: boolean) =>
    median(settled.filter(({ minute }) => minute >= half === isLast).map((sample) => sample.handles)) ?? 0
  const p99 = (isLast: boolean) =>
    percentile99(latencies.filter(({ minute }) => minute >= from && minute >= half === isLast).map(({ ms }) => ms))
  const counts: SoakCounts = {
    minutes,
    executions,
    megabytesPerHour: rounded(slope),
    residentMegabytes: rounded(median(settled.map(({ residentMegabytes }) => residentMegabytes)) ?? 0),
    handlesAtFirst: handles(false),
    handlesAtLast: handles(true),
    largestLogMegabytes: rounded(Math.max(0, ...samples.map(({ logMegabytes }) => logMegabytes))),
    databaseKilobytesPerExecution: rounded(((samples.at(-1)?.databaseMegabytes ?? 0) * 1024) / Math.max(1, executions)),
    p99MsAtFirst: rounded(p99(false)),
    p99MsAtLast: rounded(p99(true)),
  }
  return { counts, violations: violationsOf(counts, ((minutes - from) / 60) * slope) }
}

function violationsOf(counts: SoakCounts, grown: number): readonly string[] {
  const { minutes, megabytesPerHour, handlesAtFirst, handlesAtLast, p99MsAtFirst, p99MsAtLast } = counts
  const violations: string[] = []
  const isGrowing = minutes >= longMinutes ? megabytesPerHour > mostMegabytesPerHour : grown > mostGrownMegabytes
  if (isGrowing) violations.push(`The memory grows by ${megabytesPerHour} MB an hour: ${rounded(grown)} MB since the warm-up.`)
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
