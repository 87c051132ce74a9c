import type { FinalStatus } from '@millrace/engine'

/** Where a finished execution stands in the order of the history. */
export interface FinishedRow {
  readonly id: string
  readonly workflowId: string
  readonly status: FinalStatus
  readonly startedAt: number
  readonly finishedAt: number
  /** Of its events as text, large values included. */
  readonly bytes: number
}

export interface FinishedQuery {
  readonly account: string
  /** All of the account when left out. */
  readonly workflowId?: string
  /** By the start, then by id. */
  readonly order: 'oldest-first' | 'newest-first'
  /** So many rows are looked at, finished or not: a page may be shorter, even empty, and still not the last one. */
  readonly limit: number
  readonly cursor?: string
}

export interface FinishedPage {
  readonly items: readonly FinishedRow[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

export interface WorkflowPlace {
  readonly account: string
  readonly workflowId: string
}

export interface Removal {
  readonly account: string
  readonly ids: readonly string[]
  /** Whether an open dead letter stays, as it does for a limit, or goes, as when somebody names it. */
  readonly letters: 'kept' | 'removed'
}

export interface Removed {
  readonly removed: readonly string[]
  /** Unknown, unfinished, an open letter that is kept, or needed by an execution that is not finished. */
  readonly kept: readonly string[]
  /** What was removed, as `FinishedRow` counts it. */
  readonly bytes: number
  /** The files of those that were removed: their rows are gone, their content is the caller's to delete. */
  readonly files: readonly string[]
}

/** What the data takes, in bytes. */
export interface StoreSize {
  /** On disk, or 0 where there is none. */
  readonly bytes: number
  /** Of these, what holds nothing and is used again first. */
  readonly freeBytes: number
  /** Of the files that workflows keep, by what is known of them. */
  readonly fileBytes: number
}

export interface DraftsQuery {
  readonly keptBefore: number
  readonly limit: number
  readonly cursor?: string
}

export interface DroppedDrafts {
  readonly dropped: number
  /** Absent when all have been looked at. */
  readonly nextCursor?: string
}

/**
 * What ends the life of executions. Of all accounts where none is given: the runtime's own sweeps. Every operation is short, so that
 * writers wait for at most some tens of milliseconds: who has much to do calls often.
 */
export interface RetentionStore {
  /** Some of the workflows that have executions, by account and id, after this one; empty when there are no more. */
  workflows(after?: WorkflowPlace): Promise<readonly WorkflowPlace[]>
  finished(query: FinishedQuery): Promise<FinishedPage>
  /**
   * Deletes executions with their log, their large values that no other one uses, and the rows of their files, in one transaction. Ids
   * that are neither in `removed` nor in `kept` are left for the next call. Of a long log some may be left for `dropLogs`; from now on
   * nobody sees it, and another execution may have the id.
   */
  remove(removal: Removal): Promise<Removed>
  /** Deletes some of what is left of long logs whose executions are removed; false when nothing is. */
  dropLogs(): Promise<boolean>
  size(): Promise<StoreSize>
  /** Gives some of the free room back to the file system; false when no more than `spareBytes` is free. */
  giveBack(spareBytes: number): Promise<boolean>
  /** Drops what is sealed of executions that have ended and whose callers, if any, have too; so many executions at most. Resolves with how many. */
  dropSealed(limit: number): Promise<number>
  /**
   * Deletes drafts among the versions that no execution runs, test or replay, and that were kept before this time for one that was about to
   * begin. The last version of a workflow stays, so that no number is given twice. `limit` are looked at.
   */
  dropDrafts(query: DraftsQuery): Promise<DroppedDrafts>
  /** Of these files the ones that nothing is known of. */
  unknownFiles(ids: readonly string[]): Promise<readonly string[]>
}
