import type { WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { versionColumns, versionOf, type WorkflowRow } from './workflow-row.ts'

export const findNewestSql = `SELECT ${versionColumns} FROM workflow_version 
  WHERE account = ? AND id = ? AND is_draft IS NULL ORDER BY version DESC LIMIT 1`

export function prepareGetWorkflow({ prepare, read }: Connection): WorkflowStore['get'] {
  const findNewest = prepare(findNewestSql)
  const findVersion = prepare(`SELECT ${versionColumns} FROM workflow_version WHERE account = ? AND id = ? AND version = ?`)
  return async (account, id, version) => {
    const row = read(() => (version === undefined ? findNewest.get(account, id) : findVersion.get(account, id, version)))
    return row && versionOf(row as unknown as WorkflowRow)
  }
}
