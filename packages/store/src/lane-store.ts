import type { ExecutionSummary } from './execution-store.ts'

/** Where an execution stands among those that it shares limits with. Times are milliseconds since 1970. */
export interface Admission {
  /** Those of one lane share a limit of how many run at once: a workflow, or what one value of its key names. */
  readonly lane: string
  /** The value of the key, as people read it. */
  readonly key?: string
  /** 0 to 100; the highest is admitted first. */
  readonly priority: number
  /** The order within one priority. No two are alike, so that what comes in one millisecond stays in order too. */
  readonly queuedAt: number
  readonly place?: Place
  /** What its start was counted by, for a rate limit, or replaced others in, for a debounce. */
  readonly gate?: string
}

/** Absent once it has ended, and while it has left its place to others. */
export type Place =
  /** It is queued at its `dueAt`, and not before. */
  | 'delayed'
  | 'queued'
  /** It counts among those that run. */
  | 'held'

/** The place goes with the execution's other writes (`ExecutionPatch`), so that no crash comes between the two. */
export interface LaneStore {
  /** The ids of all that hold a place in the lane, and of all that are queued for one. */
  members(account: string, lane: string): Promise<LaneMembers>
  /** Those that are queued, in the order in which they are to be admitted: by priority, then by `queuedAt`. */
  queued(account: string, lane: string, limit: number): Promise<readonly ExecutionSummary[]>
  /** How many are queued in the lane before one with this priority and time. */
  ahead(account: string, place: Pick<Admission, 'lane' | 'priority' | 'queuedAt'>): Promise<number>
  /** Of all accounts: every lane in which somebody is queued. */
  withQueue(): Promise<readonly { readonly account: string; readonly lane: string }[]>
  /** The last starts that came through this gate by `queuedAt`, the newest first; those that have ended too. */
  lastAtGate(account: string, gate: string, limit: number): Promise<readonly ExecutionSummary[]>
}

export interface LaneMembers {
  readonly held: readonly string[]
  readonly queued: readonly string[]
  /** The greatest `queuedAt` among them. */
  readonly lastQueuedAt?: number
}
