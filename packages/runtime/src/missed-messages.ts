import { isFinal, readShownLog, type ShownLog, type StepChange } from '@millrace/engine'
import type { ExecutionSummary, LogChunk, Store } from '@millrace/store'
import type { LiveMessage } from './driver.ts'
import { maySleep } from './embedded/may-sleep.ts'
import { unfinishedStanding } from './embedded/unfinished-standing.ts'
import { stepWaits } from './waiting/step-waits.ts'
import type { Workflows } from './workflows.ts'

interface Ports {
  readonly store: Store
  readonly workflows: Pick<Workflows, 'get'>
}

/** Rebuilds the live messages that were sent after a position, by folding the logs they came from. Each log is folded once. */
export async function missedMessages(ports: Ports, account: string, position: number, limit: number): Promise<readonly LiveMessage[]> {
  const messages: LiveMessage[] = []
  const folds = new Map<string, Fold | undefined>()
  for (const chunk of await ports.store.executions.feed(account, position, limit)) {
    const { executionId: id } = chunk
    if (!folds.has(id)) folds.set(id, await openFold(ports, account, id))
    const fold = folds.get(id)
    if (fold !== undefined) messages.push(rebuild(fold, account, chunk))
  }
  return messages
}

/** How far the log of one execution has been folded. */
interface Fold {
  readonly summary: ExecutionSummary
  readonly log: Awaited<ReturnType<Store['executions']['log']>>
  readonly shown: ShownLog
  next: number
}

async function openFold({ store, workflows }: Ports, account: string, id: string): Promise<Fold | undefined> {
  const summary = await store.executions.get(account, id)
  const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion))
  if (summary === undefined || published === undefined) return undefined
  return { summary, log: await store.executions.log(account, id), shown: readShownLog(published.plan), next: 0 }
}

function rebuild(fold: Fold, account: string, { position, after, events }: LogChunk): LiveMessage {
  const { summary, shown, log } = fold
  const changes: StepChange[] = []
  const end = after + events.length
  for (; fold.next < end; fold.next++) {
    const event = log[fold.next]
    if (event === undefined) break
    const followed = shown.read(event) ?? []
    if (fold.next >= after) changes.push(...followed)
  }
  const at = events.at(-1)?.at ?? summary.startedAt
  const { id: executionId, workflowId } = summary
  const state = shown.state()
  const waits = state && stepWaits(state, changes)
  return { position, account, executionId, workflowId, at, changes, ...(waits && { waits }), ...standingOf(fold, at, end === log.length) }
}

function standingOf({ summary, shown }: Fold, at: number, isLast: boolean): Pick<LiveMessage, 'status' | 'canceling' | 'result' | 'error'> {
  // A crash is told by the row alone, after the last event.
  if (isLast && summary.status === 'crashed') return { status: 'crashed', result: null, ...(summary.error && { error: summary.error }) }
  const { status, result, error } = shown.standing()
  if (isFinal(status)) return { status, result, ...(error && { error }) }
  const state = shown.state()
  // Of one that hides values, whether it sleeps is known from its row alone.
  if (state === undefined) return { status: status === 'paused' ? status : isLast && summary.status === 'waiting' ? 'waiting' : 'running' }
  return unfinishedStanding(state, maySleep(state, at))
}
