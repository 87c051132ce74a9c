import type { ValueStore } from '@millrace/store'
import type { Clock } from '../ports.ts'

const sweepEveryMs = 10 * 60_000
/** In one transaction, so that no other write waits for long. */
const batch = 1_000

/** Deletes values that have outlived their time, now and then. Returns the way to end it. */
export function sweepValues(store: ValueStore, clock: Clock, onTrouble: (error: unknown) => void): () => void {
  let isStopped = false
  let stop = clock.wakeAfter(sweepEveryMs, sweep)

  function sweep(): void {
    purgeAll()
      .catch(onTrouble)
      .finally(() => {
        if (!isStopped) stop = clock.wakeAfter(sweepEveryMs, sweep)
      })
  }

  async function purgeAll(): Promise<void> {
    while (!isStopped && (await store.purge(clock.now(), batch)) === batch);
  }

  return () => {
    isStopped = true
    stop()
  }
}
