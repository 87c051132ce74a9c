import type { Json, JsonObject } from '@millrace/engine'
import type { Listed, Page } from './execution-store.ts'

/** What is known of a trigger that looks for what is new. Times are milliseconds since 1970. */
export interface StoredPoll {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  /** What it looks at, as JSON text: at something else, it begins anew. */
  readonly source: string
  /** When to look next; left out while it is paused or switched off. */
  readonly wakeAt?: number
  readonly isPaused: boolean
  /** Whether it has been through what was there at the beginning. */
  readonly isCaughtUp: boolean
  /** What the last look left for the next one; left out before the first. */
  readonly cursor?: Json
  /** Hashes of the items that were found, oldest first. */
  readonly seen: readonly string[]
  /** What was found is all written down, and its executions are not all begun. Without this, what is written down counts for nothing. */
  readonly isBeginning?: true
  /** The last look. */
  readonly lastAt?: number
  readonly lastOutcome?: 'started' | 'nothing-new' | 'failed'
  /** Why it failed. */
  readonly lastMessage?: string
  /** Looks that have failed since the last one that did not. */
  readonly failures: number
  readonly lastExecutionId?: string
}

/** Written down before the first execution is begun, so that a crash in between neither loses one nor begins one twice. */
export interface FoundItem {
  /** Its place in the order in which they were found. */
  readonly place: number
  /** The execution's. */
  readonly id: string
  /** What the trigger brings. */
  readonly data: JsonObject
}

/** A poll as lists have it: without what may be megabytes of it. */
export interface ListedPoll extends Omit<StoredPoll, 'cursor' | 'seen'> {
  /** How many are found and not begun. */
  readonly pending: number
}

export type PollKey = Pick<StoredPoll, 'account' | 'workflowId' | 'triggerId'>

export interface PollStore {
  get(key: PollKey): Promise<StoredPoll | undefined>
  /** By workflow, then by trigger. */
  list(account: string, filter: { readonly workflowId?: string }, page: Page): Promise<Listed<ListedPoll>>
  /** In place of the one with its key. */
  put(poll: StoredPoll): Promise<void>
  /** With what it has found. */
  delete(key: PollKey): Promise<void>
  /** Writes down what was found: a piece of it, for there may be very much. */
  addFound(key: PollKey, items: readonly FoundItem[]): Promise<void>
  /** The first of what is written down. */
  found(key: PollKey, limit: number): Promise<readonly FoundItem[]>
  countFound(key: PollKey): Promise<number>
  /** Of what is written down, what is at these places. */
  forgetFound(key: PollKey, places: readonly number[]): Promise<void>
  /** Of all accounts: those whose `wakeAt` has come, soonest first, then by key. */
  due(now: number, limit: number): Promise<readonly PollKey[]>
  /** Of all accounts: the earliest `wakeAt` after this time. */
  nextWake(after: number): Promise<number | undefined>
}

/** `found` is what is written down of it. */
export function listedPoll({ cursor: _, seen: __, ...poll }: StoredPoll, found: number): ListedPoll {
  return { ...poll, pending: poll.isBeginning ? found : 0 }
}
