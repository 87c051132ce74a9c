import type { WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** Within the key of the versions alone; asked once by a process, for whoever calls what is not there. */
export const listUnpublishedSql = `SELECT DISTINCT id FROM workflow_version
  WHERE account = ? AND NOT EXISTS (SELECT 1 FROM workflow WHERE account = workflow_version.account AND id = workflow_version.id)
  ORDER BY id`

export function prepareListUnpublished({ prepare, read }: Connection): WorkflowStore['unpublishedIds'] {
  const find = prepare(listUnpublishedSql)
  return async (account) => (read(() => find.all(account)) as unknown as readonly { readonly id: string }[]).map(({ id }) => id)
}
