import { awaitedSignals, type ExecutionEvent, type ExecutionState, type StepChange } from '@millrace/engine'
import type { WaitChanges } from '@millrace/store'

/**
 * Owns: which rows of waiting steps the next write must add and remove, so that they say at any moment what the log says.
 * Does not own: the writing. It follows the changes and never walks the steps, so that 10,000 of them stay linear.
 */
export interface WaitNotes {
  note(event: ExecutionEvent, changes: readonly StepChange[]): void
  /** What has changed since the last call; undefined when nothing has. */
  take(): WaitChanges | undefined
}

/** Of an execution that has no rows. */
export const noWaitNotes: WaitNotes = { note: () => undefined, take: () => undefined }

export function createWaitNotes(state: ExecutionState): WaitNotes {
  const waiting = new Set(awaitedSignals(state).map(({ step }) => step))
  let begun = new Map<string, WaitChanges['begun'][number]>()
  let ended = new Set<string>()

  return {
    note(event, changes) {
      for (const { step, status } of changes) {
        if (status === 'waiting' || !waiting.delete(step)) continue
        // One that began since the last write has no row yet.
        if (!begun.delete(step)) ended.add(step)
      }
      if (event.type !== 'step-waiting' || event.wait.type !== 'signal') return
      const { channel, key } = event.wait
      waiting.add(event.step)
      begun.set(event.step, { step: event.step, channel, key, since: event.at })
    },
    take() {
      if (begun.size === 0 && ended.size === 0) return undefined
      const taken: WaitChanges = { begun: [...begun.values()], ended: [...ended] }
      begun = new Map()
      ended = new Set()
      return taken
    },
  }
}
