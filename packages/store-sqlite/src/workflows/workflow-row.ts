import type { WorkflowVersion } from '@millrace/store'

export const versionColumns = 'account, id, version, source, hash, published_at'

/** What a query for `versionColumns` gives. */
export interface WorkflowRow {
  readonly account: string
  readonly id: string
  readonly version: number
  readonly source: string
  readonly hash: string
  readonly published_at: number
}

export function versionOf({ account, id, version, source, hash, published_at: publishedAt }: WorkflowRow): WorkflowVersion {
  return { account, id, version, source, hash, publishedAt }
}
