import { bucketMiddleMs, type Tally } from '@millrace/store'

/** In milliseconds. The average and the ends are exact; the percentiles are known to within a tenth. */
export interface Durations {
  readonly average: number
  readonly min: number
  readonly max: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Of at least one tally. */
export function durationsOf(tallies: readonly Tally[]): Durations {
  const buckets = new Map<number, number>()
  let count = 0
  let totalMs = 0
  let min = Number.POSITIVE_INFINITY
  let max = 0
  for (const tally of tallies) {
    count += tally.count
    totalMs += tally.totalMs
    min = Math.min(min, tally.minMs)
    max = Math.max(max, tally.maxMs)
    for (const [bucket, n] of tally.buckets) buckets.set(bucket, (buckets.get(bucket) ?? 0) + n)
  }
  const sorted = [...buckets].sort(([one], [other]) => one - other)
  const at = (share: number) => round(Math.min(max, Math.max(min, percentile(sorted, count * share))))
  return { average: round(totalMs / count), min, max, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** The duration that so many took at most. */
function percentile(sorted: readonly (readonly [bucket: number, count: number])[], rank: number): number {
  let seen = 0
  for (const [bucket, count] of sorted) {
    seen += count
    if (seen >= rank) return bucketMiddleMs(bucket)
  }
  return Number.POSITIVE_INFINITY
}

function round(ms: number): number {
  return ms < 100 ? Math.round(ms * 10) / 10 : Math.round(ms)
}
