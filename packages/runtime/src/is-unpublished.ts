import { StoreError } from '@millrace/store'
import type { Workflows } from './workflows.ts'

/** Whether nothing is published under this id any more. What nobody can read is published still, and whoever lists workflows tells of it. */
export async function isUnpublished(workflows: Pick<Workflows, 'get'>, account: string, workflowId: string): Promise<boolean> {
  try {
    return (await workflows.get(account, workflowId)) === undefined
  } catch (error) {
    if (error instanceof StoreError) throw error
    return false
  }
}
