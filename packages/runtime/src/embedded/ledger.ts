import type { ExecutionEvent, ExecutionStatus, StepChange, StepError } from '@millrace/engine'
import type { ExecutionSummary, ExecutionWrite } from '@millrace/store'
import { crashPatch } from './crash-patch.ts'
import type { Recorder, WriteSource } from './recorder.ts'

/**
 * Owns: what of one execution is on disk, on its way, or still to be written.
 * Does not own: what the events mean, and when the disk is written to.
 * Invariants: L1 events are written once, in order, without gaps. L2 the row of the history list is written with the events
 * that changed it, in the same transaction.
 */
export interface Ledger {
  add(event: ExecutionEvent, changes: readonly StepChange[]): void
  /** The standing may have changed without an event. */
  touch(): void
  /** Resolves when all that was added so far is on disk; rejects when it cannot be recorded. */
  recorded(): Promise<void>
  isAllRecorded(): boolean
  /** Nothing more is written, and nobody is told any more. */
  close(): void
}

/** What the history list says of the execution. */
export interface Standing {
  readonly status: ExecutionStatus
  readonly dueAt?: number
  readonly finishedAt?: number
  readonly error?: StepError
}

/** What one write has put on disk. */
export interface Written {
  readonly position: number
  readonly standing: Standing
  readonly events: readonly ExecutionEvent[]
  readonly changes: readonly StepChange[]
}

export interface LedgerOptions {
  readonly recorder: Recorder
  readonly fence: number
  /** As it is on disk; of a new execution, as it shall be created. */
  readonly summary: ExecutionSummary
  /** 0 for a new execution. */
  readonly recordedEvents: number
  /** Asked at the last moment before a write. */
  standing(): Standing
  onWritten(written: Written): void
  /** The execution cannot be recorded: another owner, or a value that cannot be written. */
  onRefused(error: unknown): void
}

export function createLedger({ recorder, fence, summary, recordedEvents, standing, onWritten, onRefused }: LedgerOptions): Ledger {
  const { account, id, parent } = summary
  const inFlight: Omit<Written, 'position'>[] = []
  const barriers: { readonly count: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  let events: ExecutionEvent[] = []
  let changes: StepChange[] = []
  let last: Standing = summary
  let taken = recordedEvents
  let recordedCount = recordedEvents
  let isClosed = false

  const source: WriteSource = {
    takeWrites() {
      const now = standing()
      const isChanged = now.status !== last.status || now.dueAt !== last.dueAt
      if (isClosed || (events.length === 0 && !isChanged)) return []
      const writes: ExecutionWrite[] = [taken === 0 ? createWrite(now) : appendWrite(now, isChanged)]
      if (now.finishedAt !== undefined && parent)
        writes.push({ type: 'wake', account, executionId: parent.executionId, dueAt: now.finishedAt })
      inFlight.push({ standing: now, events, changes })
      taken += events.length
      last = now
      events = []
      changes = []
      return writes
    },
    written([outcome]) {
      const batch = inFlight.shift()
      if (isClosed || batch === undefined || outcome === undefined) return
      if (outcome.type === 'unwritable') return crash(batch, outcome.error)
      if (outcome.type !== 'written') return refuse(new Error(`Execution ${id} belongs to another process now.`))
      recordedCount += batch.events.length
      while ((barriers[0]?.count ?? Number.POSITIVE_INFINITY) <= recordedCount) barriers.shift()?.resolve()
      onWritten({ ...batch, position: outcome.position })
    },
    refused: refuse,
  }

  /** A value that cannot be stored: the log ends before it, and the history says why. */
  function crash({ events: unwritable }: Pick<Written, 'events'>, error: unknown): void {
    const patch = crashPatch(unwritable.at(-1)?.at ?? summary.startedAt, error)
    const ending: WriteSource = {
      takeWrites: () => [{ type: 'append', account, executionId: id, fence, after: recordedCount, events: [], patch }],
      written: () => refuse(error),
      refused: refuse,
    }
    if (recordedCount > 0) recorder.ready(ending)
    else refuse(error)
  }

  function refuse(error: unknown): void {
    if (isClosed) return
    for (const { reject } of barriers.splice(0)) reject(error)
    onRefused(error)
  }

  function createWrite(now: Standing): ExecutionWrite {
    return { type: 'create', fence, execution: { ...summary, ...now }, events }
  }

  function appendWrite(now: Standing, isChanged: boolean): ExecutionWrite {
    const patch = { ...now, dueAt: now.dueAt ?? null }
    return { type: 'append', account, executionId: id, fence, after: taken, events, ...(isChanged && { patch }) }
  }

  return {
    add(event, its) {
      if (events.length === 0) recorder.ready(source)
      events.push(event)
      for (const change of its) changes.push(change)
    },
    touch: () => recorder.ready(source),
    recorded() {
      if (recordedCount === taken && events.length === 0) return Promise.resolve()
      return new Promise((resolve, reject) => barriers.push({ count: taken + events.length, resolve, reject }))
    },
    isAllRecorded: () => recordedCount === taken && events.length === 0,
    close() {
      isClosed = true
    },
  }
}
