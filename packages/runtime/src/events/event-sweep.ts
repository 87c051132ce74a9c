import type { EventStore } from '@millrace/store'
import type { Clock } from '../ports.ts'
import type { KeepRules } from '../retention/keep-rules.ts'
import { limitOf } from '../retention/keep-settings.ts'

const sweepEveryMs = 10 * 60_000
/** In one transaction, so that no other write waits for long. */
const batch = 1_000

export interface SweepPorts {
  readonly store: EventStore
  readonly rules: Pick<KeepRules, 'value'>
  readonly clock: Clock
  readonly accounts: readonly string[]
  onTrouble(error: unknown): void
}

/** Deletes delivered events that have been kept long enough, now and then. Returns the way to end it. */
export function sweepEvents({ store, rules, clock, accounts, onTrouble }: SweepPorts): () => void {
  let isStopped = false
  let stop = clock.wakeAfter(sweepEveryMs, sweep)

  function sweep(): void {
    Promise.all(accounts.map(purgeAll))
      .catch(onTrouble)
      .finally(() => {
        if (!isStopped) stop = clock.wakeAfter(sweepEveryMs, sweep)
      })
  }

  async function purgeAll(account: string): Promise<void> {
    const ageMs = limitOf('events.age', rules.value({ account }, 'events.age').value)
    if (ageMs === undefined) return
    while (!isStopped && (await store.purge(account, clock.now() - ageMs, batch)) === batch);
  }

  return () => {
    isStopped = true
    stop()
  }
}
