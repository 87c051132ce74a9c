import type { StoredConnection } from '@millrace/store'

export const connectionColumns = 'account, name, type, "values", sealed, revision, created_at, updated_at'

/** What a query for `connectionColumns` gives. */
export interface ConnectionRow {
  readonly account: string
  readonly name: string
  readonly type: string
  readonly values: string
  readonly sealed: string
  readonly revision: number
  readonly created_at: number
  readonly updated_at: number
}

export function connectionOf(row: ConnectionRow): StoredConnection {
  const { account, name, type, values, sealed, revision, created_at: createdAt, updated_at: updatedAt } = row
  return { account, name, type, values: JSON.parse(values), sealed, revision, createdAt, updatedAt }
}
