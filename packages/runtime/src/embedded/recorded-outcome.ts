import { type HttpResponse, isFinal, readHistory } from '@millrace/engine'
import type { FinishedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'

type Ports = Pick<RuntimePorts, 'store' | 'workflows'>

/** The end of an execution as it is on disk, or undefined while it goes on. */
export async function recordedEnd({ store, workflows }: Ports, account: string, id: string): Promise<FinishedExecution | undefined> {
  const summary = await store.executions.get(account, id)
  if (summary === undefined || !isFinal(summary.status)) return undefined
  const { status, startedAt, finishedAt = startedAt, error } = summary
  // A crashed one has no result, and its log may be what nobody can read.
  const published = status === 'crashed' ? undefined : await workflows.get(account, summary.workflowId, summary.workflowVersion)
  const result = published === undefined ? null : readHistory(published.plan, await store.executions.log(account, id)).result
  return { executionId: id, status, result, startedAt, finishedAt, ...(error && { error }) }
}

/** What its first `respond` step answered, if that is on disk. */
export async function recordedResponse({ store }: Ports, account: string, id: string): Promise<HttpResponse | undefined> {
  for (const event of await store.executions.log(account, id)) {
    if (event.type === 'step-succeeded' && event.response !== undefined) return event.response
  }
  return undefined
}
