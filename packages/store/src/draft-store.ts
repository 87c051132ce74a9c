/** The text of a workflow that somebody edits, with or without mistakes. There is one of each workflow at most. */
export interface StoredDraft {
  readonly account: string
  readonly id: string
  readonly source: string
  /** Changes at each write and never comes again, not even after a delete. */
  readonly revision: number
  /** The version that was edited; left out, nothing was published when it was begun. */
  readonly base?: number
  readonly updatedAt: number
}

export interface DraftWrite extends Omit<StoredDraft, 'revision'> {
  /** What a write finds in order to be made: that revision, or no draft. */
  readonly expected: number | 'missing'
}

export interface DraftStore {
  get(account: string, id: string): Promise<StoredDraft | undefined>
  /** Resolves with the new revision when it is on disk; `conflict` when another write came first. */
  put(write: DraftWrite): Promise<number | 'conflict'>
  /** Whether there was one. */
  delete(account: string, id: string): Promise<boolean>
  /** The ids of all drafts of the account, sorted: there are few. */
  ids(account: string): Promise<readonly string[]>
}
