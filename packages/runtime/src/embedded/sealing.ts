import type { ExecutionEvent, ExecutionState } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { isOnItsOwn } from './failure.ts'

/** How what nobody may read is kept as long as it is needed. */
export interface Sealing {
  /** The whole events that begin at this place in the log. */
  seal(after: number, events: readonly ExecutionEvent[]): string
  /** Asked at an end: whether whoever called the execution may still ask for it. */
  isNeeded(): boolean
}

interface Sealed {
  readonly ports: Pick<RuntimePorts, 'capture'>
  readonly summary: ExecutionSummary
  readonly state: ExecutionState
}

export function createSealing({ ports: { capture }, summary, state }: Sealed): Sealing {
  return {
    seal(after, events) {
      if (capture === undefined) throw new Error('Nothing can be sealed without a key.')
      return capture.seal({ account: summary.account, executionId: summary.id, after }, events)
    },
    isNeeded: () => !isOnItsOwn(summary, state.trigger),
  }
}
