import { type ExecutionEvent, isFinal } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { executionKey } from './execution-key.ts'
import type { LiveExecution } from './live-execution.ts'
import type { TakeUp } from './loader.ts'
import type { ReadonlyTurnoverMap } from './turnover-map.ts'

/** What became of an event that came from outside. */
export type Delivered =
  /** It is on disk. */
  | 'recorded'
  /** The execution goes on, and the event means nothing to it now. */
  | 'refused'
  | 'already-finished'
  | 'not-found'

export interface DeliveryOptions {
  readonly ports: Pick<RuntimePorts, 'store'>
  readonly live: ReadonlyTurnoverMap<LiveExecution>
  takeUp(summary: ExecutionSummary): Promise<TakeUp>
  /** Throws once the driver is closed. */
  assertOpen(): void
}

export type Deliver = (account: string, id: string, makeEvent: () => ExecutionEvent) => Promise<Delivered>

/** Brings an event to an execution, which is loaded if it sleeps. Resolves when what became of it is on disk. */
export function createDelivery({ ports: { store }, live, takeUp, assertOpen }: DeliveryOptions): Deliver {
  return async (account, id, makeEvent) => {
    for (let tries = 0; tries < 3; tries++) {
      assertOpen()
      const summary = await store.executions.get(account, id)
      if (summary === undefined) return 'not-found'
      if (isFinal(summary.status)) return 'already-finished'
      const key = executionKey(summary)
      const taken = live.has(key) ? undefined : await takeUp(summary)
      if (taken?.type === 'failed') throw taken.error
      // Looked up again, and told at once: what sleeps may leave memory in any turn.
      const execution = live.get(key)
      if (execution === undefined) continue
      assertOpen()
      const isTold = execution.tell(makeEvent())
      // Also when it was refused: whoever reads the row next finds what made it so.
      await execution.recorded()
      return isTold ? 'recorded' : 'refused'
    }
    throw new Error(`Execution ${id} belongs to another process now: turn to that one.`)
  }
}
