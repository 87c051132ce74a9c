import { type FinalStatus, isJsonObject, type Json, type JsonObject, type StepError } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'

/** What an execution was started with, as far as it decides what its failure means: `trigger.data`. */
export type TriggerData = JsonObject

/** Canceled is no failure: somebody wanted it. A crash is one, though it is not the workflow's. */
export function isFailure(status: FinalStatus): boolean {
  return status === 'failed' || status === 'timed_out' || status === 'crashed'
}

/**
 * Whether nobody else hears of its failure: then it becomes a dead letter, and the error workflow is started. The end of an execution
 * that another one called and waits for is that one's to deal with; whoever tries a workflow out looks at it himself.
 */
export function isOnItsOwn({ parent, isTest }: ExecutionSummary, trigger: TriggerData): boolean {
  return isTest !== true && (parent === undefined || trigger.awaited === false)
}

/** Whether it deals with a failure itself, or was called by one that does: its own failure starts no error workflow. */
export function isHandling({ triggerType }: Pick<ExecutionSummary, 'triggerType'>, trigger: TriggerData): boolean {
  return triggerType === 'error' || (triggerType === 'call' && trigger.handling === true)
}

export interface Failure {
  readonly summary: ExecutionSummary
  readonly finishedAt: number
  readonly status: FinalStatus
  readonly error: StepError | undefined
}

/** What the error workflow finds in `trigger`. */
export function errorTriggerData({ summary, finishedAt, status, error }: Failure, workflowName: string): JsonObject {
  const { id, workflowId, workflowVersion, startedAt, triggerType } = summary
  return {
    workflow: { id: workflowId, name: workflowName, version: workflowVersion },
    execution: { id, status, startedAt: isoTime(startedAt), finishedAt: isoTime(finishedAt), trigger: triggerType },
    error: errorData(error),
    step: error?.step ?? null,
  }
}

function errorData(error: StepError | undefined): Json {
  if (error === undefined) return null
  const { code, class: errorClass, message, details } = error
  return { code, class: errorClass, message, ...(isJsonObject(details) || Array.isArray(details) ? { details } : {}) }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
