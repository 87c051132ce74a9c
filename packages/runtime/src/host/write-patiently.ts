import { StoreError } from '@millrace/store'
import type { Clock, StepPlace } from '../ports.ts'

/** Writes, and where there is no room or another program holds the store, again until it is on disk or the attempt ends. */
export type WritePatiently = <Result>(write: () => Promise<Result>) => Promise<Result>

const retryMs = 1_000

/** A step's own writes wait as its log does: a full disk fails no step. Only for writes of which none is left when they are refused. */
export function createPatience(clock: Pick<Clock, 'wakeAfter'>, { signal }: Pick<StepPlace, 'signal'>): WritePatiently {
  return async (write) => {
    for (;;) {
      try {
        return await write()
      } catch (error) {
        if (!(error instanceof StoreError && error.retryable) || signal().aborted) throw error
        await pause(clock, signal())
      }
    }
  }
}

function pause(clock: Pick<Clock, 'wakeAfter'>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.wakeAfter(retryMs, goOn)
    signal.addEventListener('abort', goOn)
    function goOn(): void {
      stop()
      signal.removeEventListener('abort', goOn)
      resolve()
    }
  })
}
