import { type HttpResponse, isFinal, readHistory } from '@millrace/engine'
import { readWholeLog } from '../capture/capture.ts'
import type { FinishedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'

type Ports = Pick<RuntimePorts, 'store' | 'workflows' | 'capture'>

/** The end of an execution as it is on disk, or undefined while it goes on. */
export async function recordedEnd(ports: Ports, account: string, id: string): Promise<FinishedExecution | undefined> {
  const { store, workflows } = ports
  const summary = await store.executions.get(account, id)
  if (summary === undefined || !isFinal(summary.status)) return undefined
  const { status, startedAt, finishedAt = startedAt, error } = summary
  // A crashed one has no result, and its log may be what nobody can read.
  const published = status === 'crashed' ? undefined : await workflows.get(account, summary.workflowId, summary.workflowVersion)
  const history = published && readHistory(published.plan, await readBestLog(ports, account, id))
  const failure = history?.error ?? error
  return { executionId: id, status, result: history?.result ?? null, startedAt, finishedAt, ...(failure && { error: failure }) }
}

/** What its first `respond` step answered, if that is on disk. */
export async function recordedResponse(ports: Ports, account: string, id: string): Promise<HttpResponse | undefined> {
  for (const event of await readBestLog(ports, account, id)) {
    if (event.type === 'step-succeeded' && event.response !== undefined) return event.response
  }
  return undefined
}

/** With every value as long as they are there, which is as long as a caller may ask; then with those that are kept. */
async function readBestLog(ports: Ports, account: string, id: string) {
  return (await readWholeLog(ports, account, id)) ?? (await ports.store.executions.log(account, id))
}
