import type { WorkflowVersion } from '@millrace/store'

export const versionColumns = 'account, id, version, source, hash, published_at, prepared'

/** What a query for `versionColumns` gives. */
export interface WorkflowRow {
  readonly account: string
  readonly id: string
  readonly version: number
  readonly source: string
  readonly hash: string
  readonly published_at: number
  /** JSON. */
  readonly prepared: string | null
}

export function versionOf({ account, id, version, source, hash, published_at: publishedAt, prepared }: WorkflowRow): WorkflowVersion {
  return { account, id, version, source, hash, publishedAt, ...(prepared !== null && { prepared: JSON.parse(prepared) }) }
}
