import type { Listed, Page } from './execution-store.ts'

/** What is known of a file; its content lies elsewhere, by its id. */
export interface StoredFile {
  readonly account: string
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  /** Of the content, in hex. */
  readonly sha256: string
  readonly createdAt: number
  /** The execution that wrote it; left out for what somebody uploaded. */
  readonly executionId?: string
}

export interface FileStore {
  get(account: string, id: string): Promise<StoredFile | undefined>
  /** Ids are random: one is never put twice. */
  put(file: StoredFile): Promise<void>
  /** Newest first; only those of one execution when it is named. */
  list(account: string, filter: { readonly executionId?: string }, page: Page): Promise<Listed<StoredFile>>
  /** Makes files of one execution those of another; whatever is not the first one's stays whose it is. */
  give(account: string, ids: readonly string[], owners: { readonly from: string; readonly to: string }): Promise<void>
  /** Whether there was one. */
  delete(account: string, id: string): Promise<boolean>
}
