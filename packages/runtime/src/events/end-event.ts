import type { FinalStatus, Json, JsonObject } from '@millrace/engine'
import { encodeJson, type NewEvent } from '@millrace/store'
import { errorTriggerData, type Failure } from '../embedded/failure.ts'
import { followingExecutionId } from '../execution-id.ts'
import type { RuntimePorts } from '../ports.ts'
import { largestEventBytes } from './event-bus.ts'
import { eventDepthOf } from './event-depth.ts'

export interface EndedExecution extends Failure {
  readonly workflowName: string
  /** What it was started with. */
  readonly trigger: JsonObject
  /** As it may be read. */
  readonly result: Json
}

/** Whether somebody listens for this end. Asked at each: it must cost next to nothing where nobody does. */
export function isEndHeard({ events }: Pick<RuntimePorts, 'events'>, { summary, status }: Pick<Failure, 'summary' | 'status'>): boolean {
  return summary.isTest !== true && events?.hears(summary.account, endEventName(summary.workflowId, status)) === true
}

/** What the end of an execution tells whoever listens for it. */
export function endEvent({ workflowName, trigger, result, ...failure }: EndedExecution): NewEvent {
  const { summary, status, finishedAt } = failure
  const { account, id, workflowId } = summary
  return {
    account,
    id: followingExecutionId(id, 'end'),
    name: endEventName(workflowId, status),
    data: { ...errorTriggerData(failure, workflowName), ...resultPart(result) },
    at: finishedAt,
    source: { workflowId, executionId: id },
    depth: eventDepthOf(trigger) + 1,
  }
}

function endEventName(workflowId: string, status: FinalStatus): string {
  return `workflow.${workflowId}.${status}`
}

/** A result that no event could hold is left in the history. */
function resultPart(result: Json): JsonObject {
  return Buffer.byteLength(encodeJson(result)) <= largestEventBytes ? { result } : { result: null, resultLeftOut: true }
}
