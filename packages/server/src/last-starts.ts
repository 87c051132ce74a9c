import type { Driver, StartRequest } from '@millrace/runtime'
import type { TriggerStart, TriggerStartStore } from '@millrace/store'

/**
 * Owns: which execution each trigger has started last, of those that are called; written down every few seconds.
 * Does not own: schedules, polls and what hears events: they know their own.
 * Invariants: a start waits for nothing here; a crash loses some seconds of it and no execution.
 */
export interface LastStarts {
  /** The driver, which tells of each start by a trigger. */
  noting(driver: Driver): Driver
  of(account: string, workflowId: string): Promise<ReadonlyMap<string, TriggerStart>>
  /** Writes down what is not yet. */
  flush(): Promise<void>
}

interface Ground {
  readonly store: { readonly triggerStarts: TriggerStartStore }
  readonly clock: { now(): number }
  onTrouble(error: unknown): void
}

const flushEveryMs = 5_000

export function createLastStarts({ store: { triggerStarts }, clock, onTrouble }: Ground): LastStarts {
  let fresh = new Map<string, TriggerStart>()
  let timer: NodeJS.Timeout | undefined

  function note({ account, workflowId, trigger }: StartRequest, executionId: string): void {
    const triggerId = trigger.id
    fresh.set(`${workflowId}/${triggerId}/${account}`, { account, workflowId, triggerId, executionId, at: clock.now() })
    timer ??= setTimeout(() => flush().catch(onTrouble), flushEveryMs).unref()
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const starts = [...fresh.values()]
    fresh = new Map()
    if (starts.length > 0) await triggerStarts.put(starts)
  }

  return {
    noting: (driver) => ({
      ...driver,
      start(request) {
        const starting = driver.start(request)
        // Beside it: whoever starts does not wait for this, and hears of a refusal itself.
        if (request.test === undefined) starting.then(({ executionId }) => note(request, executionId), ignore)
        return starting
      },
    }),
    async of(account, workflowId) {
      const kept = await triggerStarts.of(account, workflowId)
      const newest = [...fresh.values()].filter((start) => start.account === account && start.workflowId === workflowId)
      return new Map([...kept, ...newest].map((start) => [start.triggerId, start]))
    },
    flush,
  }
}

function ignore(): void {
  // Nothing was started.
}
