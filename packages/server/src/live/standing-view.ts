import { isFinal, readHistory } from '@millrace/engine'
import type { WaitReasons } from '@millrace/runtime'
import { createBudget, withPreviews } from '../preview.ts'
import type { Settings } from '../server-ports.ts'
import { summaryView } from '../views/execution-view.ts'
import { executionReasonView } from '../views/wait-reason-view.ts'

const resultLimitBytes = 64 * 1024

/** How an execution stands as somebody begins to follow it: with its end, or why it has none. Undefined when there is none. */
export async function standingView(
  { store, workflows, driver, account }: Pick<Settings, 'store' | 'workflows' | 'driver' | 'account'>,
  reasons: Pick<WaitReasons, 'ofExecution'>,
  executionId: string,
): Promise<object | undefined> {
  const summary = await store.executions.get(account, executionId)
  if (summary === undefined) return undefined
  const { status, workflowId, finishedAt, error } = summaryView(summary)
  const published = await workflows.get(account, summary.workflowId, summary.workflowVersion)
  const history = published && readHistory(published.plan, await store.executions.log(account, executionId))
  if (!isFinal(status)) {
    const reason = history && (await reasons.ofExecution(summary, history))
    const waits = reason?.reason.code === 'answer' ? await driver.waits({ account, executionId }) : []
    return { status, workflowId, ...(reason && { waitsFor: executionReasonView(reason, waits) }) }
  }
  const end = { status, workflowId, finishedAt, result: history?.result ?? null, ...(error && { error }) }
  return withPreviews(end, ['result'], createBudget(resultLimitBytes, resultLimitBytes))
}
