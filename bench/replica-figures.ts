import { type Figure, quantile, shownNumber } from './figure.ts'

export interface Pace {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface ReplicaTimes {
  /** Of each kill: how long before it the oldest order was acknowledged that the replica did not have; 0 where none was missing. */
  readonly lostMs: readonly number[]
  readonly acknowledged: number
  readonly missing: number
  readonly bytes: number
  /** From the start of the server until its replica could be restored. */
  readonly copyMs: number
  /** Of as many bytes, to the same disk. */
  readonly plainMs: number
  readonly restoreMs: number
  /** From the spawn of the server on what was restored to its first webhook, answered. */
  readonly startMs: number
  readonly without: Pace
  readonly beside: Pace
}

/** 60 s for 10 GB, as of a backup. */
const restoreSecondsPerGb = 6

export function replicaFigures(times: ReplicaTimes): Figure[] {
  const { lostMs, acknowledged, missing, bytes, copyMs, plainMs, restoreMs, startMs, without, beside } = times
  const gigabytes = bytes / 1e9
  const seconds = (ms: number) => `${shownNumber(ms / 1000)} s`
  const copy = 'copy of as much as a replica holds'
  return [
    {
      name: copy,
      value: plainMs / 1000 / gigabytes,
      unit: 's/GB',
      isLimit: true,
      meaning: 'The database in it copied and synced, nothing of it in memory before: what the disk gives for the same bytes.',
    },
    {
      name: 'lost with the disk, at worst',
      value: Math.max(...lostMs),
      unit: 'ms',
      target: { of: 'value', atMost: 1_000 },
      meaning: `kill -9 under load and the data directory thrown away, ${lostMs.length} times: how long before the kill the oldest acknowledged order was answered that the replica does not have; half of the times at most ${shownNumber(quantile(lostMs, 0.5))} ms. ${missing} of ${acknowledged} acknowledged orders were missing.`,
    },
    {
      name: 'restore of a replica to the first webhook',
      value: (restoreMs + startMs) / 1000 / gigabytes,
      unit: 's/GB',
      ratioTo: copy,
      target: { of: 'value', atMost: restoreSecondsPerGb },
      durability: 'D2',
      meaning: `"millrace restore --replica" of ${shownNumber(gigabytes)} GB, every byte checked, in ${seconds(restoreMs)}, then "millrace start" until an order is answered in ${seconds(startMs)}. The replica could be restored ${seconds(copyMs)} after its server had started.`,
    },
    {
      name: 'orders with a replica',
      value: (100 * beside.perSecond) / without.perSecond,
      unit: '%',
      meaning: `Of the ${shownNumber(without.perSecond)} orders a second without one, medians of bursts in turn; the replica is on the same disk, where each byte is written and synced twice then.`,
    },
    {
      name: 'order with a replica, p99',
      value: beside.p99Ms,
      unit: 'ms',
      durability: 'D2',
      meaning: `From request to answer; p50 ${shownNumber(beside.p50Ms)} ms. Without a replica they were ${shownNumber(without.p99Ms)} and ${shownNumber(without.p50Ms)} ms.`,
    },
  ]
}
