import { decodeTextCursor, pageOf, type WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { versionColumnsOf, versionOf, type WorkflowRow } from './workflow-row.ts'

/** From the table of newest versions: grouping the versions would read each of them, and a watched file makes thousands. */
export const listWorkflowsSql = `SELECT ${versionColumnsOf('version')}
  FROM workflow CROSS JOIN workflow_version AS version
    ON version.account = workflow.account AND version.id = workflow.id AND version.version = workflow.newest_version
  WHERE workflow.account = ? AND workflow.id > ? ORDER BY workflow.id LIMIT ?`

export function prepareListWorkflows({ prepare, read }: Connection): WorkflowStore['list'] {
  const find = prepare(listWorkflowsSql)
  return async (account, { limit, cursor }) => {
    const after = cursor === undefined ? '' : decodeTextCursor(cursor)
    const rows = read(() => find.all(account, after, limit + 1)) as unknown as readonly WorkflowRow[]
    return pageOf(rows.map(versionOf), limit, ({ id }) => [id])
  }
}
