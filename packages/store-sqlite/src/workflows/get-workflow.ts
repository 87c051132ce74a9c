import type { WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { versionColumns, versionColumnsOf, versionOf, type WorkflowRow } from './workflow-row.ts'

/** From the table of newest versions: what is unpublished is not in it. */
export const findNewestSql = `SELECT ${versionColumnsOf('version')} FROM workflow CROSS JOIN workflow_version AS version
    ON version.account = workflow.account AND version.id = workflow.id AND version.version = workflow.newest_version
  WHERE workflow.account = ? AND workflow.id = ?`

export function prepareGetWorkflow({ prepare, read }: Connection): WorkflowStore['get'] {
  const findNewest = prepare(findNewestSql)
  const findVersion = prepare(`SELECT ${versionColumns} FROM workflow_version WHERE account = ? AND id = ? AND version = ?`)
  return async (account, id, version) => {
    const row = read(() => (version === undefined ? findNewest.get(account, id) : findVersion.get(account, id, version)))
    return row && versionOf(row as unknown as WorkflowRow)
  }
}
