import type { StoredValue } from '@millrace/store'

export const valueColumns = 'key, value, revision, expires_at'

/** What a query for `valueColumns` gives. */
export interface ValueRow {
  readonly key: string
  readonly value: string
  readonly revision: number
  readonly expires_at: number | null
}

export function storedValueOf({ key, value, revision, expires_at: expiresAt }: ValueRow): StoredValue {
  return { key, value: JSON.parse(value), revision, ...(expiresAt !== null && { expiresAt }) }
}
