import type { WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { findNewestSql } from './get-workflow.ts'
import { versionOf, type WorkflowRow } from './workflow-row.ts'

export function prepareUnpublishWorkflow({ prepare, write }: Connection): WorkflowStore['unpublish'] {
  const findNewest = prepare(findNewestSql)
  const remove = prepare('DELETE FROM workflow WHERE account = ? AND id = ?')
  return async (account, id) =>
    write(() => {
      const newest = findNewest.get(account, id) as WorkflowRow | undefined
      remove.run(account, id)
      return newest && versionOf(newest)
    })
}
