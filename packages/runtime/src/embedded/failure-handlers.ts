import { type CreateExecution, StoreError } from '@millrace/store'
import { hiddenStart } from '../capture/hidden-start.ts'
import { depthHandedOn } from '../events/event-depth.ts'
import { followingExecutionId } from '../execution-id.ts'
import type { RuntimePorts } from '../ports.ts'
import { errorTriggerData, type Failure, isFailure, isHandling, isOnItsOwn, type TriggerData } from './failure.ts'
import { startFacts } from './start-facts.ts'

/**
 * Owns: which error workflow an end starts. The execution of it is created in the same write as the end, due at once, so that no crash
 * can come between the two: either both are on disk or neither, and then the end is reached again.
 */
export interface FailureHandlers {
  /** What must be created with this end, if anything. Rejects when the store does not answer. */
  creationFor(failure: Failure, trigger: TriggerData): Promise<CreateExecution | undefined>
}

type Ports = Pick<RuntimePorts, 'workflows' | 'environment' | 'failureWorkflow' | 'capture' | 'onTrouble'>

export function createFailureHandlers(ports: Ports, fence: number): FailureHandlers {
  async function creationFor(failure: Failure, trigger: TriggerData): Promise<CreateExecution | undefined> {
    const { summary, status } = failure
    if (!isFailure(status) || !isOnItsOwn(summary, trigger) || isHandling(summary, trigger)) return undefined
    try {
      const failed = await ports.workflows.get(summary.account, summary.workflowId, summary.workflowVersion)
      const handler = failed?.workflow.settings?.onFailure ?? ports.failureWorkflow
      return handler === undefined ? undefined : await create(handler, failure, trigger, failed?.workflow.name ?? summary.workflowId)
    } catch (error) {
      if (error instanceof StoreError) throw error
      // A stored version that nobody can read any more would hold up the end for ever.
      ports.onTrouble(error)
      return undefined
    }
  }

  async function create(
    handler: string,
    failure: Failure,
    failedTrigger: TriggerData,
    workflowName: string,
  ): Promise<CreateExecution | undefined> {
    const { account, id } = failure.summary
    const published = await ports.workflows.get(account, handler)
    const triggers = Object.entries(published?.workflow.triggers ?? {})
    const [triggerId] = triggers.find(([, { type, disabled }]) => type === 'error' && !disabled) ?? []
    if (published === undefined || triggerId === undefined) return refuse(handler, failure)
    const { finishedAt } = failure
    const start = {
      account,
      executionId: followingExecutionId(id, 'on-failure'),
      trigger: { id: triggerId, type: 'error', data: { ...errorTriggerData(failure, workflowName), ...depthHandedOn(failedTrigger) } },
    }
    const { event, summary } = startFacts(ports, published, start, finishedAt)
    const queued = { ...summary, status: 'queued', dueAt: finishedAt } as const
    return { type: 'create', fence, execution: queued, ...hiddenStart(ports, published, event) }
  }

  /** The end is recorded all the same: the dead letter stays. */
  function refuse(handler: string, { summary: { id } }: Failure): undefined {
    const message = `Execution ${id} failed and its error workflow "${handler}" was not started: publish a workflow of that id with a trigger of type error.`
    ports.onTrouble(new Error(message))
  }

  return { creationFor }
}
