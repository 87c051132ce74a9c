import type { Problem } from '@millrace/engine'
import type { PublishedWorkflow } from '../workflows.ts'

/**
 * The texts that people edit before they are published, one of each workflow.
 * Invariants: D1 nobody writes over what he has not seen: each write names the revision that it follows. D2 a draft that says what the newest
 * version says is none. D3 a version that came meanwhile is never published over silently. D4 with workflow files, what is published is written
 * there first: whatever dies in between, the newest version and the file are the same after the next start.
 */
export interface Drafts {
  /** Undefined when there is neither a draft nor a version. */
  read(account: string, id: string): Promise<Draft | undefined>
  write(write: WriteDraft): Promise<DraftOutcome>
  /** What is published counts again. False when there was no draft. */
  discard(account: string, id: string, client?: string): Promise<boolean>
  publish(request: PublishDraft): Promise<DraftPublished>
  /** Publishes the text of an older version once more, as the newest; a draft stays. */
  rollBack(request: RollBack): Promise<RolledBack>
  /** Called after each change that is on disk. Returns the way to stop listening. */
  follow(listener: (news: DraftNews) => void): () => void
  close(): void
}

export interface Draft {
  readonly account: string
  readonly workflowId: string
  readonly source: string
  /** 0 where nothing is edited: then `source` is that of the newest version. */
  readonly revision: number
  /** The version that is edited; left out, nothing was published when the draft was begun. */
  readonly base?: number
  readonly newest?: number
  /** Another version was published since the draft was begun. */
  readonly isBehind: boolean
  readonly updatedAt: number
}

export interface WriteDraft {
  readonly account: string
  readonly id: string
  readonly source: string
  /** The revision that the text was made from; `missing` begins the draft of a workflow that does not exist yet. */
  readonly expected: number | 'missing'
  /** Of a draft that begins: the version that the text was made from; the newest one when left out. */
  readonly base?: number | undefined
  readonly client?: string | undefined
}

export type DraftOutcome =
  | { readonly status: 'written'; readonly draft: Draft }
  /** Somebody was faster; or there is a draft or a workflow where none was expected. */
  | { readonly status: 'changed'; readonly draft: Draft }
  | { readonly status: 'unknown' }

export interface PublishDraft {
  readonly account: string
  readonly id: string
  readonly revision: number
  readonly note?: string | undefined
  /** Also over a version, or a file with mistakes, that came after the draft was begun. */
  readonly overwrites: boolean
  readonly client?: string | undefined
}

export type DraftPublished =
  | { readonly status: 'published' | 'unchanged'; readonly published: PublishedWorkflow }
  | { readonly status: 'rejected'; readonly problems: readonly Problem[] }
  | { readonly status: 'changed' | 'behind'; readonly draft: Draft }
  | { readonly status: 'unknown' }

export interface RollBack {
  readonly account: string
  readonly id: string
  readonly version: number
  readonly note?: string | undefined
  readonly overwrites: boolean
  readonly client?: string | undefined
}

export type RolledBack =
  | { readonly status: 'published' | 'unchanged'; readonly published: PublishedWorkflow }
  | { readonly status: 'rejected'; readonly problems: readonly Problem[] }
  | { readonly status: 'unknown' }

export type DraftNews = {
  readonly account: string
  readonly workflowId: string
  /** Whoever made the change, as he named himself. */
  readonly client?: string | undefined
} & (
  | { readonly type: 'draft-changed'; readonly revision: number }
  | { readonly type: 'draft-discarded' | 'workflow-unpublished' }
  | { readonly type: 'workflow-published'; readonly version: number; readonly note?: string | undefined }
)
