import type { RetentionStore, WorkflowPlace } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** One step along the index from workflow to workflow, whatever lies between: DISTINCT would walk every execution. */
export const nextWorkflowSql = `SELECT account, workflow_id FROM execution INDEXED BY execution_by_workflow
  WHERE (account, workflow_id) > (?, ?) ORDER BY account, workflow_id LIMIT 1`

const atOnce = 100

/** 5 µs a workflow among 300,000 executions. */
export function prepareWorkflowsWithExecutions({ prepare, read }: Connection): RetentionStore['workflows'] {
  const findNext = prepare(nextWorkflowSql)

  function next({ account, workflowId }: WorkflowPlace): WorkflowPlace | undefined {
    const row = findNext.get(account, workflowId) as { readonly account: string; readonly workflow_id: string } | undefined
    return row && { account: row.account, workflowId: row.workflow_id }
  }

  return async (after = { account: '', workflowId: '' }) =>
    read(() => {
      const found: WorkflowPlace[] = []
      let place = next(after)
      while (place !== undefined && found.length < atOnce) {
        found.push(place)
        place = next(place)
      }
      return found
    })
}
