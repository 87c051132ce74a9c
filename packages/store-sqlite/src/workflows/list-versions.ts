import { decodeNumberCursor, pageOf, type WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { versionColumns, versionOf, type WorkflowRow } from './workflow-row.ts'

export const listVersionsSql = `SELECT ${versionColumns} FROM workflow_version
  WHERE account = ? AND id = ? AND version < ? ORDER BY version DESC LIMIT ?`

export function prepareListVersions({ prepare, read }: Connection): WorkflowStore['versions'] {
  const find = prepare(listVersionsSql)
  return async (account, id, { limit, cursor }) => {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeNumberCursor(cursor)
    const rows = read(() => find.all(account, id, before, limit + 1)) as unknown as readonly WorkflowRow[]
    return pageOf(rows.map(versionOf), limit, ({ version }) => [version])
  }
}
