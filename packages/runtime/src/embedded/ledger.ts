import type { Command, ExecutionEvent, ExecutionStatus, StepChange, StepError } from '@millrace/engine'
import type { CreateExecution, ExecutionSummary, ExecutionWrite, Place, WakeExecution } from '@millrace/store'
import type { ShownEvent } from '../capture/hider.ts'
import { RuntimeError } from '../errors.ts'
import type { FollowUp } from './follow-up.ts'
import type { Recorder, WriteSource } from './recorder.ts'
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

/** How what nobody may read is kept as long as it is needed. */
export interface Sealing {
  /** The whole events that begin at this place in the log. */
  seal(after: number, events: readonly ExecutionEvent[]): string
  /** Asked at an end: whether whoever called the execution may still ask for it. */
  isNeeded(): boolean
}

/** What one write has put on disk. */
export interface Written {
  /** 0 when there were no events in it. */
  readonly position: number
  readonly standing: Standing
  readonly events: readonly ExecutionEvent[]
  readonly changes: readonly StepChange[]
  /** Another execution was created with it, and is due. */
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
type Dependent = Pick<CreateExecution, 'waits' | 'follow' | 'wakes' | 'sealed'>

export function createLedger(options: LedgerOptions): Ledger {
  const { recorder, fence, summary, recordedEvents, settlesLetter, waits, sealing } = options
  const { account, id, parent } = summary
  const inFlight: Omit<Written, 'position'>[] = []
  const barriers: { readonly count: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  let events: ExecutionEvent[] = []
  /** Of the same events, what may be read; in use from the first that is shown in place of another. */
  let shownEvents: ExecutionEvent[] | undefined
  let isHidden = false
  let changes: StepChange[] = []
  let wakes: WakeExecution[] = []
  let last: Pick<Standing, 'status' | 'dueAt' | 'canceling' | 'place'> =
    summary.admission === undefined ? summary : { ...summary, place: summary.admission.place ?? null }
  let taken = recordedEvents
  let recordedCount = recordedEvents
  /** So many writes were on their way when an earlier one turned out to be unwritable: they come to nothing. */
  let voided = 0
  let isDropping = false
  let isClosed = false

  const source: WriteSource = {
    takeWrites() {
      const now = options.standing()
      const isChanged = isDifferent(now)
      if (isClosed || (events.length === 0 && !isChanged)) return []
      const follow = now.finishedAt === undefined ? 'nothing' : options.followUp(now)
      if (follow === 'not-yet') return []
      if (now.finishedAt !== undefined && parent)
        wakes.push({ type: 'wake', account, executionId: parent.executionId, dueAt: now.finishedAt })
      const sealed = sealing && sealedChange(now, sealing)
      const more = { ...withWaits(now.status), ...(follow !== 'nothing' && { follow }), ...(wakes.length > 0 && { wakes }), ...sealed }
      const write = taken === 0 ? createWrite(now, more) : appendWrite(now, isChanged, more)
      inFlight.push({ standing: now, events, changes, isFollowed: follow !== 'nothing' })
      taken += events.length
      last = now
      clearEvents()
      changes = []
      wakes = []
      return [write]
    },
    written([outcome]) {
      const batch = inFlight.shift()
      if (isClosed || batch === undefined || outcome === undefined) return
      if (voided > 0) {
        voided--
        return
      }
      if (outcome.type === 'unwritable') return drop(outcome.error)
      if (outcome.type === 'exists') return refuse(new ExecutionExists(id))
      if (outcome.type === 'settled') return refuse(letterSettled(summary))
      if (outcome.type !== 'written') return refuse(new Error(`Execution ${id} belongs to another process now.`))
      recordedCount += batch.events.length
      while ((barriers[0]?.count ?? Number.POSITIVE_INFINITY) <= recordedCount) barriers.shift()?.resolve()
      options.onWritten({ ...batch, position: outcome.position })
    },
    refused: refuse,
  }

  function clearEvents(): void {
    events = []
    shownEvents = undefined
    isHidden = false
  }

  /** In the commit of the end what was sealed goes, unless somebody waits for it. */
  function sealedChange(now: Standing, { seal, isNeeded }: Sealing): Pick<CreateExecution, 'sealed'> {
    if (now.finishedAt !== undefined && !isNeeded()) return { sealed: 'dropped' }
    return isHidden ? { sealed: { text: seal(taken, events) } } : {}
  }

  function isDifferent(now: Standing): boolean {
    if (now.status !== last.status || now.dueAt !== last.dueAt || now.place !== last.place) return true
    return now.canceling === true && last.canceling !== true
  }

  /** The log ends before the value that cannot be stored. Of an execution that is not on disk yet, nothing is kept. */
  function drop(error: unknown): void {
    if (recordedCount === 0) return refuse(error)
    isDropping = true
    voided = inFlight.length
    taken = recordedCount
    clearEvents()
    changes = []
    wakes = []
    for (const { reject } of barriers.splice(0)) reject(error)
    options.onUnwritable(error)
    recorder.ready(source)
  }

  function refuse(error: unknown): void {
    if (isClosed) return
    for (const { reject } of barriers.splice(0)) reject(error)
    options.onRefused(error)
  }

  /** After a crash nobody can say which rows are there, and no step waits any more. */
  function withWaits(status: ExecutionStatus): Pick<CreateExecution, 'waits'> {
    const changed = waits.take()
    if (status === 'crashed') return { waits: { begun: [], ended: 'all' } }
    return changed === undefined ? {} : { waits: changed }
  }

  function createWrite(now: Standing, more: Dependent): ExecutionWrite {
    const letter = settlesLetter && { settlesLetter }
    return { type: 'create', fence, execution: createdRow(summary, now), events: shownEvents ?? events, ...letter, ...more }
  }

  function appendWrite(now: Standing, isChanged: boolean, more: Dependent): ExecutionWrite {
    const written = shownEvents ?? events
    const patch = { ...now, dueAt: now.dueAt ?? null }
    return {
      type: 'append',
      account,
      executionId: id,
      fence,
      after: taken,
      events: written,
      ...(isChanged && { patch, row: summary }),
      ...more,
    }
  }

  function isAllRecorded(): boolean {
    return recordedCount === taken && events.length === 0
  }

  return {
    add(event, its, commands = [], shown = undefined) {
      if (isDropping) return
      if (events.length === 0) recorder.ready(source)
      if (shown !== undefined) {
        shownEvents ??= events.slice()
        shownEvents.push(shown.event)
        isHidden ||= shown.isHidden
      }
      events.push(event)
      waits.note(event, its)
      for (const change of shown?.changes ?? its) changes.push(change)
      // Should this process die before it cancels them, they are due, and whoever takes them up finds that they are called off.
      for (const command of commands) {
        if (command.type !== 'cancel-execution') continue
        wakes.push({ type: 'wake', account, executionId: command.executionId, dueAt: event.at, calledOff: true })
      }
    },
    touch: () => recorder.ready(source),
    rowIsDue(dueAt) {
      if (inFlight.length > 0) return // What is on its way overwrites the row, or the next look finds it due still.
      last = { ...last, dueAt }
      recorder.ready(source)
    },
    recorded() {
      if (isAllRecorded()) return Promise.resolve()
      return new Promise((resolve, reject) => barriers.push({ count: taken + events.length, resolve, reject }))
    },
    isAllRecorded,
    isUpToDate: () => isAllRecorded() && inFlight.length === 0 && !isDifferent(options.standing()),
    close(reason) {
      isClosed = true
      for (const { reject } of barriers.splice(0)) reject(reason)
    },
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
