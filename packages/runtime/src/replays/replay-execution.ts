import { createHash } from 'node:crypto'
import { isFinal, type Json, type JsonObject, type Problem } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { StartedExecution, StartRequest } from '../driver.ts'
import type { Turns } from '../embedded/turns.ts'
import { RuntimeError } from '../errors.ts'
import { followingExecutionId } from '../execution-id.ts'
import type { RuntimePorts } from '../ports.ts'
import { assertRetryable } from './assert-retryable.ts'
import { loadRecording } from './load-recording.ts'
import { maskedSteps } from './masked-steps.ts'
import { planReplay } from './plan-replay.ts'
import { workflowToReplay } from './workflow-to-replay.ts'

export interface ReplayExecution {
  readonly account: string
  /** The one that is run again. */
  readonly executionId: string
  readonly choice: ReplayChoice
  /** Of the new one; left out, a retry has one for ever, and each replay its own. */
  readonly newExecutionId?: string
}

export type ReplayChoice =
  /** What failed or was canceled, and all that follows; the rest is kept. Asked for twice it is one execution. */
  { readonly type: 'retry' } | ({ readonly type: 'replay' } & ReplayEdits)

export interface ReplayEdits {
  /** The path of the step to run again with all that follows it; left out, everything. */
  readonly from?: string
  /** What that step sees as `input`. */
  readonly input?: Json
  /** In place of recorded outputs, by step path. */
  readonly outputs?: Readonly<Record<string, Json>>
  /** Laid over the trigger's data, name by name; only from the beginning, as `inputs`. */
  readonly data?: JsonObject
  readonly inputs?: JsonObject
  /** The version it ran with when left out. */
  readonly version?: number | 'newest'
  /** An edited source, kept as a draft. */
  readonly workflow?: string
}

export type ReplayOutcome =
  | ({ readonly type: 'replayed' } & Replayed)
  | { readonly type: 'not-found' }
  /** The edited workflow is not valid. */
  | { readonly type: 'rejected'; readonly problems: readonly Problem[] }
  /** The new id belongs to another request. */
  | { readonly type: 'other-request'; readonly executionId: string }

export interface Replayed {
  readonly started: StartedExecution
  readonly isDraft: boolean
  /** The steps that are not run again, by path. */
  readonly kept: readonly string[]
  /** The nodes of those that have other parameters in this version: their outputs are the recorded ones all the same. */
  readonly changedNodes: readonly string[]
  /** The `try` scopes, by path, of which steps are kept although their `catch` may have undone them. */
  readonly undone: readonly string[]
  /** Those of them in whose outputs a secret was masked: what follows sees the mask. */
  readonly maskedSteps: readonly string[]
}

type Ports = Pick<RuntimePorts, 'store' | 'workflows' | 'environment' | 'clock' | 'newId'>
type Start = (request: StartRequest) => Promise<StartedExecution>

/** Runs finished executions again. The new one is begun with one write, so that a crash leaves all of it or nothing. */
export function createReplays(ports: Ports, turns: Turns, start: Start): (request: ReplayExecution) => Promise<ReplayOutcome> {
  const { executions } = ports.store

  return async function replay({ account, executionId, choice, newExecutionId }) {
    const summary = await executions.get(account, executionId)
    if (summary === undefined) return { type: 'not-found' }
    const id = newExecutionId ?? (choice.type === 'retry' ? followingExecutionId(executionId, 'retry') : ports.newId())
    assertEnded(summary)
    if (choice.type === 'retry') await assertRetryable(executions, summary, id)
    const edits = choice.type === 'retry' ? {} : choice
    const found = await workflowToReplay(ports.workflows, summary, edits)
    if ('problems' in found) return { type: 'rejected', problems: found.problems }
    const { published } = found
    const recording = await loadRecording(ports, turns, summary)
    const hash = hashOf(choice)
    const parts = { summary, recording, published, choice, executionId: id, hash }
    const { request, prefix } = await turns.work(planReplay(ports, parts))
    const started = await start(request)
    if (newExecutionId !== undefined && (await belongsToOther(account, id, hash))) return { type: 'other-request', executionId: id }
    const { kept, changedNodes, undone } = prefix
    const isDraft = published.isDraft === true
    return { type: 'replayed', started, isDraft, kept, changedNodes, undone, maskedSteps: maskedSteps(prefix) }
  }

  async function belongsToOther(account: string, id: string, hash: string): Promise<boolean> {
    const [started] = await executions.log(account, id)
    return started?.type === 'execution-started' && started.replay?.choice !== hash
  }
}

function assertEnded({ id, status }: ExecutionSummary): void {
  if (isFinal(status)) return
  throw new RuntimeError('EXECUTION_UNFINISHED', `Execution ${id} has not finished: wait for its end or cancel it, then run it again.`)
}

function hashOf(choice: ReplayChoice): string {
  return createHash('sha256').update(JSON.stringify(choice)).digest('hex')
}
