import { newExecution, readHistory, type StepChange, transition } from '@millrace/engine'
import type { LogChunk, Store } from '@millrace/store'
import type { LiveMessage } from './driver.ts'
import type { Workflows } from './workflows.ts'

interface Ports {
  readonly store: Store
  readonly workflows: Pick<Workflows, 'get'>
}

/** Rebuilds the live messages that were sent after a position, by folding the logs they came from. */
export async function missedMessages(ports: Ports, account: string, position: number, limit: number): Promise<readonly LiveMessage[]> {
  const messages: LiveMessage[] = []
  for (const chunk of await ports.store.executions.feed(account, position, limit)) {
    const message = await rebuild(ports, account, chunk)
    if (message !== undefined) messages.push(message)
  }
  return messages
}

async function rebuild(
  { store, workflows }: Ports,
  account: string,
  { executionId, after, events, position }: LogChunk,
): Promise<LiveMessage | undefined> {
  const summary = await store.executions.get(account, executionId)
  const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion))
  if (summary === undefined || published === undefined) return undefined
  const log = (await store.executions.log(account, executionId)).slice(0, after + events.length)
  const state = newExecution()
  const changes: StepChange[] = []
  log.forEach((event, index) => {
    const result = transition(published.plan, state, event)
    if (index >= after) changes.push(...result.changes)
  })
  const { status, result, error, dueAt } = readHistory(published.plan, log)
  const isOver = status !== 'running' && status !== 'queued'
  const at = events.at(-1)?.at ?? summary.startedAt
  return {
    position,
    account,
    executionId,
    workflowId: summary.workflowId,
    at,
    changes,
    status: status === 'running' && dueAt !== undefined && state.live.size > 0 ? summary.status : status,
    ...(isOver && { result, ...(error && { error }) }),
  }
}
