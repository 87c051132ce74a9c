import type { ExecutionEvent, Json } from '@millrace/engine'
import type { CreateExecution, ExecutionSummary, ExecutionWrite, WriteOutcome } from '../execution-store.ts'
import type { Store } from '../store.ts'

export const account = 'acme'
export const otherAccount = 'globex'

/** A running execution; give what matters to the test. */
export function execution(id: string, given: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return {
    id,
    account,
    workflowId: 'orders',
    workflowVersion: 1,
    triggerId: 'placed',
    triggerType: 'webhook',
    status: 'running',
    startedAt: 1_000,
    ...given,
  }
}

export function stepSucceeded(step: string, output: Json = null): ExecutionEvent {
  return { type: 'step-succeeded', at: 2_000, step, attempt: 1, startedAt: 1_500, port: 'success', output }
}

/** As many events as asked for, each with its index as its output. */
export function events(count: number, from = 0): readonly ExecutionEvent[] {
  return Array.from({ length: count }, (_, index) => stepSucceeded(`s${from + index}`, from + index))
}

export function create(summary: ExecutionSummary, chunk: readonly ExecutionEvent[] = [], fence = 1): CreateExecution {
  return { type: 'create', fence, execution: summary, events: chunk }
}

type Append = Extract<ExecutionWrite, { type: 'append' }>

/** An append of the owner with fence 1 to an empty log; give what matters to the test. */
export function append(executionId: string, given: Partial<Append> = {}): ExecutionWrite {
  return { type: 'append', account, executionId, fence: 1, after: 0, events: [], ...given }
}

export async function commitOne(store: Store, write: ExecutionWrite): Promise<WriteOutcome> {
  const [outcome] = await store.executions.commit([write])
  if (outcome === undefined) throw new Error('commit gave no outcome')
  return outcome
}

/** Puts running executions into the store, one batch for all. */
export async function fill(store: Store, summaries: readonly ExecutionSummary[], fence = 1): Promise<void> {
  await store.executions.commit(summaries.map((summary) => create(summary, [], fence)))
}
