import type { StoredFile } from '@millrace/store'

export const fileColumns = 'account, id, name, media_type, size, sha256, created_at, execution_id'

/** What a query for `fileColumns` gives. */
export interface FileRow {
  readonly account: string
  readonly id: string
  readonly name: string
  readonly media_type: string
  readonly size: number
  readonly sha256: string
  readonly created_at: number
  readonly execution_id: string | null
}

export function fileOf({ media_type: mediaType, created_at: createdAt, execution_id: executionId, ...row }: FileRow): StoredFile {
  return { ...row, mediaType, createdAt, ...(executionId !== null && { executionId }) }
}
