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
  /** Found, with their executions not all begun. */
  readonly pending?: PendingItems
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
export interface PendingItems {
  readonly at: number
  readonly items: readonly PendingItem[]
}

export interface PendingItem {
  /** The execution's. */
  readonly id: string
  /** What the trigger brings. */
  readonly data: JsonObject
}

/** A poll as lists have it: without what may be megabytes of it. */
export interface ListedPoll extends Omit<StoredPoll, 'cursor' | 'seen' | 'pending'> {
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
  delete(key: PollKey): Promise<void>
  /** Of all accounts: those whose `wakeAt` has come, soonest first, then by key. */
  due(now: number, limit: number): Promise<readonly PollKey[]>
  /** Of all accounts: the earliest `wakeAt` after this time. */
  nextWake(after: number): Promise<number | undefined>
}

export function listedPoll({ cursor: _, seen: __, pending, ...poll }: StoredPoll): ListedPoll {
  return { ...poll, pending: pending?.items.length ?? 0 }
}
