import { isFinal } from '@millrace/engine'
import type { ExecutionSummary, NewEvent } from '@millrace/store'

/**
 * Knows which events are on disk and what they have started. Invariants it looks after: one that somebody listens for starts one execution
 * and no more, none is started by one that is not on disk, and the end of an execution tells of itself in its own write.
 */
export interface EventWatch {
  /** These are on disk. */
  told(events: readonly NewEvent[]): void
  /** An execution was created for this one. */
  heard(eventId: string, executionId: string): void
  /** This execution has ended, in a write that has brought these with it. */
  ended(summary: ExecutionSummary, emits: readonly NewEvent[]): void
  isOnDisk(eventId: string): boolean
  /** What has started nothing yet and must. */
  unheard(): ReadonlySet<string>
}

export interface EventWatchOptions {
  readonly isListening: boolean
  fault(text: string): void
}

/** What the listening workflow of a simulated world listens for. */
export const heardName = 'told'
export const heardWorkflow = 'root0'

export function createEventWatch({ isListening, fault }: EventWatchOptions): EventWatch {
  const onDisk = new Set<string>()
  const unheard = new Set<string>()
  const executionFor = new Map<string, string>()
  const isHeard = (name: string) => isListening && (name === heardName || name.startsWith(`workflow.${heardWorkflow}.`))

  function told(events: readonly NewEvent[]): void {
    for (const { id, name } of events) {
      if (!onDisk.has(id) && isHeard(name)) unheard.add(id)
      onDisk.add(id)
    }
  }

  return {
    told,
    heard(eventId, executionId) {
      if (!onDisk.has(eventId)) fault(`${executionId} was started for event ${eventId}, which is not on disk.`)
      const first = executionFor.get(eventId)
      if (first !== undefined && first !== executionId) fault(`Event ${eventId} has started ${first} and ${executionId}.`)
      executionFor.set(eventId, executionId)
      unheard.delete(eventId)
    },
    ended({ id, workflowId, status }, emits) {
      if (!isListening || workflowId !== heardWorkflow || !isFinal(status)) return
      if (!emits.some(({ name }) => name === `workflow.${workflowId}.${status}`)) fault(`${id} ended as ${status} and told nobody.`)
    },
    isOnDisk: (eventId) => onDisk.has(eventId),
    unheard: () => unheard,
  }
}
