import type { WorkflowVersion } from '@millrace/store'

export const versionColumns = 'account, id, version, source, hash, published_at, prepared, is_draft, note'

export function versionColumnsOf(table: string): string {
  return versionColumns
    .split(', ')
    .map((name) => `${table}.${name}`)
    .join(', ')
}

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
  readonly is_draft: 1 | null
  readonly note: string | null
}

export function versionOf(row: WorkflowRow): WorkflowVersion {
  const { account, id, version, source, hash, published_at: publishedAt, prepared, is_draft: isDraft, note } = row
  return {
    account,
    id,
    version,
    source,
    hash,
    publishedAt,
    ...(note !== null && { note }),
    ...(prepared !== null && { prepared: JSON.parse(prepared) }),
    ...(isDraft !== null && { isDraft: true }),
  }
}
