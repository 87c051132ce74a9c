import type { ExecutionStatus, FinalStatus } from '@millrace/engine'

/** What executions of one workflow came to in a slot of time: those that ended in it. */
export interface Tally {
  readonly workflowId: string
  /** Where the slot begins, in milliseconds since 1970. */
  readonly at: number
  readonly status: FinalStatus
  readonly count: number
  /** Of their durations, from the start to the end, waits included. */
  readonly totalMs: number
  readonly minMs: number
  readonly maxMs: number
  /** How many took how long, by `durationBucket`. */
  readonly buckets: ReadonlyMap<number, number>
}

export interface TallyQuery {
  readonly account: string
  /** All of them when left out. */
  readonly workflowId?: string
  /** Ended at or after, before. Both whole minutes, as all that follows; older than `minutesKeptMs`, whole hours. */
  readonly from: number
  readonly to: number
  /** So long is each slot; one slot for the whole time when left out. */
  readonly slotMs?: number
}

/** An execution that has ended. */
export interface EndedRun {
  readonly workflowId: string
  readonly id: string
  readonly status: FinalStatus
  readonly startedAt: number
  readonly finishedAt: number
}

export interface UnfinishedCount {
  readonly workflowId: string
  readonly status: Exclude<ExecutionStatus, FinalStatus>
  readonly count: number
}

/**
 * Counts of what has ended, written in the commit that writes the end, so that they are exact. They do not go with the executions that
 * they count.
 */
export interface StatisticsStore {
  /** In no particular order. */
  tallies(query: TallyQuery): Promise<readonly Tally[]>
  /**
   * Of each of these workflows the executions that were started last and have ended, newest first, without test runs. Of each, the last 200
   * that were started are looked at.
   */
  lastRuns(account: string, workflowIds: readonly string[], count: number): Promise<readonly EndedRun[]>
  /** How many executions ran on each of these versions, tests and replays too, as far as they are kept; none is counted beyond `most`. */
  runsOfVersions(account: string, workflowId: string, versions: readonly number[], most: number): Promise<ReadonlyMap<number, number>>
  /** What has not ended at this moment. */
  unfinished(account: string, workflowId?: string): Promise<readonly UnfinishedCount[]>
}

const minuteMs = 60_000

/** For so long an end is known to its minute, then to its hour. */
export const minutesKeptMs = 48 * 60 * minuteMs

export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs
}

/** Four buckets to each doubling: whatever lies in one is known to within a tenth. */
const bucketsPerDoubling = 4

/** The number of the bucket that a duration in milliseconds falls into. */
export function durationBucket(ms: number): number {
  return ms < 1 ? 0 : 1 + Math.floor(Math.log2(ms) * bucketsPerDoubling)
}

/** The duration that stands for a bucket: the geometric middle, at most 9 % from any in it. */
export function bucketMiddleMs(bucket: number): number {
  return bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / bucketsPerDoubling)
}
