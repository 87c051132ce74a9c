import type { JsonObject } from '@millrace/engine'
import type { Listed, Page } from './execution-store.ts'

/** A version; never changed. `source` is the file's text, byte for byte. */
export interface WorkflowVersion {
  readonly account: string
  readonly id: string
  /** From 1; a gap is where a draft was. */
  readonly version: number
  readonly source: string
  /** SHA-256 of `source`, in hex. */
  readonly hash: string
  /** Of a draft: when it was last kept for an execution. */
  readonly publishedAt: number
  /** What whoever published it has said about it. */
  readonly note?: string
  /** What its nodes made of their parameters when it was published, by node id; absent when none makes anything. */
  readonly prepared?: JsonObject
  /** Kept for the executions that replay with it: never the newest, so no trigger uses it. */
  readonly isDraft?: true
}

export interface WorkflowDraft extends Pick<WorkflowVersion, 'account' | 'id' | 'source' | 'note' | 'prepared' | 'isDraft'> {
  readonly at: number
}

export interface WorkflowStore {
  /**
   * Adds a version, unless the newest one has the same source: then returns that one. A draft with the source of the newest version, or
   * of the last draft after that, is that one; that draft is kept anew.
   */
  publish(draft: WorkflowDraft): Promise<WorkflowVersion>
  /**
   * Takes it out of the list: it has no newest version any more, and each is still found by its number. Returns what was the newest; undefined
   * where nothing is published. Publishing it again gives the next version, also with the same source.
   */
  unpublish(account: string, id: string): Promise<WorkflowVersion | undefined>
  /** The newest version that is no draft, unless it is unpublished; or the one asked for. */
  get(account: string, id: string, version?: number): Promise<WorkflowVersion | undefined>
  /** The newest version of each workflow, by id; no drafts. */
  list(account: string, page: Page): Promise<Listed<WorkflowVersion>>
  /** The ids of all that have versions and none of which is published, sorted. */
  unpublishedIds(account: string): Promise<readonly string[]>
  /** All versions of one, drafts and what is unpublished too, newest first. */
  versions(account: string, id: string, page: Page): Promise<Listed<WorkflowVersion>>
}
