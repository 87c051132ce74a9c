import { type ExecutionEvent, isFinal } from '@millrace/engine'
import { type ExecutionSummary, failPoint } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { executionKey } from './execution-key.ts'
import type { LiveExecution } from './live-execution.ts'
import type { TakeUp, TellFirst } from './loader.ts'
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
  takeUp(summary: ExecutionSummary, tellFirst: TellFirst): Promise<TakeUp>
  /** Throws once the driver is closed. */
  assertOpen(): void
}

/** `loaded` is the row of an execution that was brought back for the event: nothing of it goes on before it has heard that. */
export type Deliver = (account: string, id: string, makeEvent: (loaded?: ExecutionSummary) => ExecutionEvent) => Promise<Delivered>

/** Brings an event to an execution, which is loaded if it sleeps. Resolves when what became of it is on disk. */
export function createDelivery({ ports: { store }, live, takeUp, assertOpen }: DeliveryOptions): Deliver {
  return async (account, id, makeEvent) => {
    for (let tries = 0; tries < 3; tries++) {
      assertOpen()
      const summary = await store.executions.get(account, id)
      if (summary === undefined) return 'not-found'
      if (isFinal(summary.status)) return 'already-finished'
      failPoint('delivery-begun')
      const key = executionKey(summary)
      let told: Told | undefined
      const tellFirst = (execution: LiveExecution): void => {
        told = { execution, isTold: execution.tell(makeEvent(summary)) }
      }
      const taken = live.has(key) ? undefined : await takeUp(summary, tellFirst)
      if (taken?.type === 'failed') throw taken.error
      // Looked up again, and told at once: what sleeps may leave memory in any turn.
      told ??= tellNow(live.get(key), makeEvent)
      if (told === undefined) continue
      // Also when it was refused: whoever reads the row next finds what made it so.
      await told.execution.recorded()
      failPoint('delivery-recorded')
      return told.isTold ? 'recorded' : 'refused'
    }
    throw new Error(`Execution ${id} belongs to another process now: turn to that one.`)
  }

  function tellNow(execution: LiveExecution | undefined, makeEvent: () => ExecutionEvent): Told | undefined {
    if (execution === undefined) return undefined
    assertOpen()
    return { execution, isTold: execution.tell(makeEvent()) }
  }
}

interface Told {
  readonly execution: LiveExecution
  readonly isTold: boolean
}
