import type { Command, ExecutionEvent, ExecutionStatus, StepChange, StepError } from '@millrace/engine'
import type { CreateExecution, ExecutionSummary, ExecutionWrite, Place, WakeExecution, WriteOutcome } from '@millrace/store'
import type { ShownEvent } from '../capture/hider.ts'
import { RuntimeError } from '../errors.ts'
import type { FollowUp } from './follow-up.ts'
import type { Recorder, WriteSource } from './recorder.ts'
import type { Sealing } from './sealing.ts'
import type { WaitNotes } from './wait-changes.ts'

/**
 * Owns: what of one execution is on disk, on its way, or still to be written.
 * Does not own: what the events mean, and when the disk is written to.
 * Invariants: L1 events are written once, in order, without gaps. L2 the row of the history list is written with the events
 * that changed it, in the same transaction; so are the rows of waiting steps, and what an end brings with it.
 */
export interface Ledger {
  /** Of the commands it reads only which called executions nobody waits for any more: what must wake them goes into the same write. */
  add(event: ExecutionEvent, changes: readonly StepChange[], commands?: readonly Command[], shown?: ShownEvent): void
  /** The standing may have changed without an event. */
  touch(): void
  /** Somebody else has made the row due, as a called execution does at its end: it is written anew. */
  rowIsDue(dueAt: number): void
  /** Resolves when all that was added so far is on disk; rejects when it cannot be recorded. */
  recorded(): Promise<void>
  isAllRecorded(): boolean
  /** The row says what the standing is now, and all events are there. */
  isUpToDate(): boolean
  /** Nothing more is written, and nobody is told any more; who still waits is told `reason`. */
  close(reason: unknown): void
}

/** What the history list says of the execution. */
export interface Standing {
  readonly status: ExecutionStatus
  readonly dueAt?: number
  readonly finishedAt?: number
  readonly error?: StepError
  readonly letter?: 'open'
  readonly canceling?: true
  /** Set for an execution that limits hold back. */
  readonly place?: Place | null
}

/** What one write has put on disk. */
export interface Written {
  /** 0 when there were no events in it. */
  readonly position: number
  readonly standing: Standing
  readonly events: readonly ExecutionEvent[]
  readonly changes: readonly StepChange[]
  /** Another execution was created with it, and is due; or an event was appended. */
  readonly isFollowed: boolean
}

export interface LedgerOptions {
  readonly recorder: Recorder
  readonly fence: number
  /** As it is on disk; of a new execution, as it shall be created. */
  readonly summary: ExecutionSummary
  /** 0 for a new execution. */
  readonly recordedEvents: number
  /** Of a new execution: the dead letter that it runs again is settled with it. */
  readonly settlesLetter?: true | undefined
  /** Asked at the last moment before a write. */
  standing(): Standing
  readonly waits: WaitNotes
  /** Where not all may be read. */
  readonly sealing?: Sealing | undefined
  /** Asked at an end. */
  readonly followUp: FollowUp
  onWritten(written: Written): void
  /** A value among the last events cannot be written: they are dropped, and the standing must say that the execution has crashed. */
  onUnwritable(error: unknown): void
  /** The execution cannot be recorded: another owner, or a store that does not take it. */
  onRefused(error: unknown): void
}

/** Somebody else has created it first: nothing of this one was written. */
export class ExecutionExists extends Error {
  override readonly name = 'ExecutionExists'
  constructor(id: string) {
    super(`Execution ${id} exists already: it belongs to another process.`)
  }
}

/** What is written with the events and not without them. */
type Dependent = Pick<CreateExecution, 'waits' | 'follow' | 'wakes' | 'emits' | 'sealed'>

export function createLedger(options: LedgerOptions): Ledger {
  return new RecordedLedger(options)
}

type Barrier = { readonly count: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }

/** A class for speed alone: each execution has one. */
class RecordedLedger implements Ledger, WriteSource {
  private readonly of: LedgerOptions
  private readonly inFlight: Omit<Written, 'position'>[] = []
  private readonly barriers: Barrier[] = []
  private events: ExecutionEvent[] = []
  /** Of the same events, what may be read; in use from the first that is shown in place of another. */
  private shownEvents: ExecutionEvent[] | undefined
  private isHidden = false
  /** Also where it was taken up: what was sealed before is not known here. */
  private mayBeSealed: boolean
  private changes: StepChange[] = []
  private wakes: WakeExecution[] = []
  private last: Pick<Standing, 'status' | 'dueAt' | 'canceling' | 'place'>
  private taken: number
  private recordedCount: number
  /** So many writes were on their way when an earlier one turned out to be unwritable: they come to nothing. */
  private voided = 0
  private isDropping = false
  private isClosed = false

  constructor(options: LedgerOptions) {
    const { summary, recordedEvents } = options
    this.of = options
    this.last = summary.admission === undefined ? summary : { ...summary, place: summary.admission.place ?? null }
    this.taken = recordedEvents
    this.recordedCount = recordedEvents
    this.mayBeSealed = recordedEvents > 0
  }

  takeWrites(): readonly ExecutionWrite[] {
    const { account, parent } = this.of.summary
    const now = this.of.standing()
    const isChanged = this.isDifferent(now)
    if (this.isClosed || (this.events.length === 0 && !isChanged)) return []
    const follow = now.finishedAt === undefined ? 'nothing' : this.of.followUp(now)
    if (follow === 'not-yet') return []
    if (now.finishedAt !== undefined && parent) this.wakes.push({ type: 'wake', account, executionId: parent.executionId, dueAt: 0 })
    const sealed = this.of.sealing && this.sealedChange(now, this.of.sealing)
    const more = {
      ...this.withWaits(now.status),
      ...(follow !== 'nothing' && follow),
      ...(this.wakes.length > 0 && { wakes: this.wakes }),
      ...sealed,
    }
    const write = this.taken === 0 ? this.createWrite(now, more) : this.appendWrite(now, isChanged, more)
    this.inFlight.push({ standing: now, events: this.events, changes: this.changes, isFollowed: follow !== 'nothing' })
    this.taken += this.events.length
    this.last = now
    this.clearEvents()
    this.changes = []
    this.wakes = []
    return [write]
  }

  written([outcome]: readonly WriteOutcome[]): void {
    const { summary } = this.of
    const batch = this.inFlight.shift()
    if (this.isClosed || batch === undefined || outcome === undefined) return
    if (this.voided > 0) {
      this.voided--
      return
    }
    if (outcome.type === 'unwritable') return this.drop(outcome.error)
    if (outcome.type === 'exists') return this.refused(new ExecutionExists(summary.id))
    if (outcome.type === 'settled') return this.refused(letterSettled(summary))
    if (outcome.type !== 'written') return this.refused(new Error(`Execution ${summary.id} belongs to another process now.`))
    this.recordedCount += batch.events.length
    while ((this.barriers[0]?.count ?? Number.POSITIVE_INFINITY) <= this.recordedCount) this.barriers.shift()?.resolve()
    this.of.onWritten({ ...batch, position: outcome.position })
  }

  private clearEvents(): void {
    this.events = []
    this.shownEvents = undefined
    this.isHidden = false
  }

  /** In the commit of the end what was sealed goes, unless somebody waits for it. */
  private sealedChange(now: Standing, { seal, isNeeded }: Sealing): Pick<CreateExecution, 'sealed'> {
    if (now.finishedAt !== undefined && !isNeeded()) return this.mayBeSealed ? { sealed: 'dropped' } : {}
    if (!this.isHidden) return {}
    this.mayBeSealed = true
    return { sealed: { text: seal(this.taken, this.events) } }
  }

  private isDifferent(now: Standing): boolean {
    if (now.status !== this.last.status || now.dueAt !== this.last.dueAt || now.place !== this.last.place) return true
    return now.canceling === true && this.last.canceling !== true
  }

  /** The log ends before the value that cannot be stored. Of an execution that is not on disk yet, nothing is kept. */
  private drop(error: unknown): void {
    if (this.recordedCount === 0) return this.refused(error)
    this.isDropping = true
    this.voided = this.inFlight.length
    this.taken = this.recordedCount
    this.clearEvents()
    this.changes = []
    this.wakes = []
    for (const { reject } of this.barriers.splice(0)) reject(error)
    this.of.onUnwritable(error)
    this.of.recorder.ready(this)
  }

  refused(error: unknown): void {
    if (this.isClosed) return
    for (const { reject } of this.barriers.splice(0)) reject(error)
    this.of.onRefused(error)
  }

  /** After a crash nobody can say which rows are there, and no step waits any more. */
  private withWaits(status: ExecutionStatus): Pick<CreateExecution, 'waits'> {
    const changed = this.of.waits.take()
    if (status === 'crashed') return { waits: { begun: [], ended: 'all' } }
    return changed === undefined ? {} : { waits: changed }
  }

  private createWrite(now: Standing, more: Dependent): ExecutionWrite {
    const { fence, summary, settlesLetter } = this.of
    const letter = settlesLetter && { settlesLetter }
    return { type: 'create', fence, execution: createdRow(summary, now), events: this.shownEvents ?? this.events, ...letter, ...more }
  }

  private appendWrite(now: Standing, isChanged: boolean, more: Dependent): ExecutionWrite {
    const { fence, summary } = this.of
    const written = this.shownEvents ?? this.events
    const patch = { ...now, dueAt: now.dueAt ?? null }
    return {
      type: 'append',
      account: summary.account,
      executionId: summary.id,
      fence,
      after: this.taken,
      events: written,
      ...(isChanged && { patch, row: summary }),
      ...more,
    }
  }

  isAllRecorded(): boolean {
    return this.recordedCount === this.taken && this.events.length === 0
  }

  add(event: ExecutionEvent, its: readonly StepChange[], commands: readonly Command[] = [], shown?: ShownEvent): void {
    const { account } = this.of.summary
    if (this.isDropping) return
    if (this.events.length === 0) this.of.recorder.ready(this)
    if (shown !== undefined) {
      this.shownEvents ??= this.events.slice()
      this.shownEvents.push(shown.event)
      this.isHidden ||= shown.isHidden
    }
    this.events.push(event)
    this.of.waits.note(event, its)
    for (const change of shown?.changes ?? its) this.changes.push(change)
    // Should this process die before it cancels them, they are due, by whatever clock, and whoever takes them up finds that they are called off.
    for (const command of commands) {
      if (command.type !== 'cancel-execution') continue
      this.wakes.push({ type: 'wake', account, executionId: command.executionId, dueAt: 0, calledOff: true })
    }
  }

  touch(): void {
    this.of.recorder.ready(this)
  }

  rowIsDue(dueAt: number): void {
    if (this.inFlight.length > 0) return // What is on its way overwrites the row, or the next look finds it due still.
    this.last = { ...this.last, dueAt }
    this.of.recorder.ready(this)
  }

  recorded(): Promise<void> {
    if (this.isAllRecorded()) return Promise.resolve()
    return new Promise((resolve, reject) => this.barriers.push({ count: this.taken + this.events.length, resolve, reject }))
  }

  isUpToDate(): boolean {
    return this.isAllRecorded() && this.inFlight.length === 0 && !this.isDifferent(this.of.standing())
  }

  close(reason: unknown): void {
    this.isClosed = true
    for (const { reject } of this.barriers.splice(0)) reject(reason)
  }
}

function letterSettled({ replayOf }: ExecutionSummary): RuntimeError {
  return new RuntimeError('EXECUTION_REPLAYED', `Execution ${replayOf} was run again or discarded in the meantime: look at it once more.`)
}

function createdRow(summary: ExecutionSummary, { place, ...now }: Standing): ExecutionSummary {
  if (summary.admission === undefined) return { ...summary, ...now }
  const { place: _, ...admission } = summary.admission
  return { ...summary, ...now, admission: place === undefined || place === null ? admission : { ...admission, place } }
}
