import { type ExecutionSummary, failPoint } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { createAlarm } from './alarm.ts'
import { executionKey } from './execution-key.ts'
import type { TakeUp } from './loader.ts'

/**
 * Owns: finding the executions that must be brought back, in batches, and when to look again.
 * Does not own: how one is taken up.
 * Invariants: one sweep at a time; what becomes due during one is found by the next. As long as something may be due there is
 * an alarm, whatever the store answers.
 */
export interface Sweeper {
  /** Looks for what is due, now or after the sweep that is going on. */
  sweep(): Promise<void>
  /** Takes up what a dead owner left. Resolves with how many. */
  sweepLeft(): Promise<number>
  /** Something is due at this time. */
  lookAt(dueAt: number): void
  close(): void
}

export interface SweeperOptions {
  readonly ports: Pick<RuntimePorts, 'store' | 'clock' | 'onTrouble'>
  readonly fence: number
  /** `in-hand`: it is in memory already. */
  takeUp(summary: ExecutionSummary): Promise<TakeUp> | { readonly type: 'in-hand' }
}

/** So many are taken up at a time, so that a start with a long backlog stays responsive. */
const batchSize = 200
/** After some were due: what is due soon after them is taken together. */
const gatherMs = 250
/** How soon to look again at work that is due but already in hand, or when the store did not answer. */
const lookAgainMs = 1000

export function createSweeper({ ports: { store, clock, onTrouble }, fence, takeUp }: SweeperOptions): Sweeper {
  const alarm = createAlarm(clock, () => void sweep())
  let current: Promise<void> | undefined
  let isWanted = false
  let isAnyLeft = false
  /** Some may have been claimed before that failed: the store does not count them among what others have left any more. */
  const failedLeft = new Map<string, ExecutionSummary>()
  let isClosed = false

  function sweep(): Promise<void> {
    if (isClosed) return Promise.resolve()
    isWanted = true
    current ??= sweepWhileWanted()
    return current
  }

  async function sweepWhileWanted(): Promise<void> {
    while (isWanted && !isClosed) {
      isWanted = false
      try {
        await sweepOnce()
      } catch (error) {
        onTrouble(error)
        lookAt(clock.now() + lookAgainMs)
      }
    }
    // In the same turn as the question above: whoever wants a sweep from here on begins one.
    current = undefined
  }

  async function sweepOnce(): Promise<void> {
    if (isAnyLeft) await sweepLeft()
    // What seems due because the clock was set is not.
    clock.look()
    const now = clock.now()
    const due = await store.executions.due(now, batchSize)
    if (due.length > 0) failPoint('sweep-found')
    const { taken, failed } = await takeUpAll(due)
    // A full batch of which some were taken hides others. In the next turn and not by the alarm: the least a timer sleeps is long, for a
    // thousand batches and on a machine with other work, and the commit of this one comes between them all the same.
    if (due.length === batchSize && taken > 0) return void setImmediate(() => void sweep())
    // What was taken is due until it is written, and what could not be taken is due still: neither must make it spin.
    if (due.length > 0) lookAt(clock.now() + lookAgainMs)
    if (due.length === batchSize || failed.length > 0) return
    const next = await store.executions.nextDue(now)
    if (next !== undefined) lookAt(due.length === 0 ? next : Math.max(next, now + gatherMs))
  }

  async function takeUpAll(
    summaries: readonly ExecutionSummary[],
  ): Promise<{ readonly taken: number; readonly failed: readonly ExecutionSummary[] }> {
    // At once and not one by one: the store puts the claims of one turn into one commit.
    const outcomes = await Promise.all(summaries.map(takeUp))
    const taken = outcomes.filter(({ type }) => type === 'taken').length
    return { taken, failed: summaries.filter((_, index) => outcomes[index]?.type === 'failed') }
  }

  async function sweepLeft(): Promise<number> {
    // Until all of it is known to be taken: what cannot even be found now is looked for again.
    isAnyLeft = true
    let count = 0
    while (!isClosed) {
      const left = await store.executions.unfinished(fence, batchSize)
      const { taken, failed } = await takeUpAll(withFailed(left))
      for (const summary of failed) failedLeft.set(executionKey(summary), summary)
      count += taken
      isAnyLeft = left.length === batchSize || failedLeft.size > 0
      if (failedLeft.size > 0) lookAt(clock.now() + lookAgainMs)
      if (left.length < batchSize || failedLeft.size > 0) break
    }
    return count
  }

  function withFailed(left: readonly ExecutionSummary[]): readonly ExecutionSummary[] {
    for (const summary of left) failedLeft.set(executionKey(summary), summary)
    const all = [...failedLeft.values()]
    failedLeft.clear()
    return all
  }

  function lookAt(dueAt: number): void {
    if (!isClosed) alarm.setFor(dueAt)
  }

  return {
    sweep,
    sweepLeft,
    lookAt,
    close() {
      isClosed = true
      alarm.close()
    },
  }
}
