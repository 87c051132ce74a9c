import type { ExecutionSummary, Store } from '@millrace/store'

/** So many of a workflow's executions are looked through for the last one of each trigger, by index: the first page is enough for most. */
const pages = [20, 80] as const

/** The last execution of each of so many triggers of a workflow, by trigger id. One that others have long left behind is not found. */
export async function lastExecutions(
  { executions }: Pick<Store, 'executions'>,
  account: string,
  workflowId: string,
  triggers: number,
): Promise<ReadonlyMap<string, ExecutionSummary>> {
  const lasts = new Map<string, ExecutionSummary>()
  let cursor: string | undefined
  for (const limit of pages) {
    const page = await executions.list(account, { workflowId }, { limit, ...(cursor !== undefined && { cursor }) })
    for (const execution of page.items) if (!lasts.has(execution.triggerId)) lasts.set(execution.triggerId, execution)
    cursor = page.nextCursor
    if (cursor === undefined || lasts.size >= triggers) break
  }
  return lasts
}
