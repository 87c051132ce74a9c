import type { ExecutionEvent, ExecutionStatus, StepError } from '@millrace/engine'
import type { DeadLetter, LetterCount, LetterFilter, LetterStatus } from './dead-letter.ts'
import type { StoreError } from './errors.ts'
import type { NewEvent } from './event-store.ts'
import type { Admission, Place } from './lane-store.ts'
import type { WaitChanges, WaitingStep } from './waiting-step.ts'

/** One line of the history list. Times are milliseconds since 1970. */
export interface ExecutionSummary {
  readonly id: string
  readonly account: string
  readonly workflowId: string
  readonly workflowVersion: number
  readonly triggerId: string
  readonly triggerType: string
  readonly status: ExecutionStatus
  readonly startedAt: number
  readonly finishedAt?: number
  /** When the runtime must look at it again: the next timer, or at once. Absent while it is owned and running, or waits for something else. */
  readonly dueAt?: number
  readonly error?: StepError
  readonly parent?: { readonly executionId: string; readonly step: string }
  /** Whoever waited for it waits no more: whoever takes it up cancels it. */
  readonly calledOff?: true
  /** It is or was canceled and had something to clean up first. */
  readonly canceling?: true
  /** Set where limits decide when it may run. */
  readonly admission?: Admission
  /** Set once it has failed for good. */
  readonly letter?: LetterStatus
  /** The execution that runs this one again, and the one that this runs again. */
  readonly replayedAs?: string
  readonly replayOf?: string
  /** Somebody tries the workflow out: no statistics count it. */
  readonly isTest?: true
}

/** What may change about an execution. A field that is left out stays; `dueAt: null` and `place: null` clear it. */
export interface ExecutionPatch {
  readonly status?: ExecutionStatus
  readonly finishedAt?: number
  readonly dueAt?: number | null
  readonly error?: StepError
  readonly letter?: 'open'
  readonly canceling?: true
  /** Of `admission`; only for an execution that has one. */
  readonly place?: Place | null
}

export interface CreateExecution {
  readonly type: 'create'
  /** `fence` becomes the owner's number. */
  readonly fence: number
  readonly execution: ExecutionSummary
  readonly events: readonly ExecutionEvent[]
  readonly waits?: WaitChanges
  /** Created with this write and not without it, unless its id exists. */
  readonly follow?: CreateExecution
  /** Done with this write and not without it: whoever is no owner any more must not call off what another still waits for. */
  readonly wakes?: readonly WakeExecution[]
  /** Appended with this write and not without it. */
  readonly emits?: readonly NewEvent[]
  readonly sealed?: SealedChange
  /**
   * Settles the open dead letter of the execution that it runs again, or marks it as run again where it has no letter; not created where
   * that is done already.
   */
  readonly settlesLetter?: true
}

/** What the events of a write hide, encrypted: kept until the execution has ended, then `dropped` with all that was kept of it. */
export type SealedChange = { readonly text: string } | 'dropped'

/** The whole events of one write, encrypted by the runtime. */
export interface SealedEvents {
  /** Index of the first event in the execution's log. */
  readonly after: number
  readonly text: string
}

/**
 * Makes an execution due at `dueAt`, or leaves it if it is due sooner, whoever owns it, unless it is finished; unknown ids are
 * ignored. Used by a child for its parent; and by a parent that gives its child up, which is then called off for good.
 */
export interface WakeExecution {
  readonly type: 'wake'
  readonly account: string
  readonly executionId: string
  readonly dueAt: number
  readonly calledOff?: true
}

/** One part of a commit. */
export type ExecutionWrite =
  | CreateExecution
  | {
      readonly type: 'append'
      readonly account: string
      readonly executionId: string
      /** Must equal the execution's fence, else the write is refused: somebody else owns it now. */
      readonly fence: number
      /** How many events the log holds before this write; must be exact. */
      readonly after: number
      /** May be empty when only the patch counts. */
      readonly events: readonly ExecutionEvent[]
      readonly patch?: ExecutionPatch
      /** Of the row, for the statistics of an end; an adapter that is not told reads it. */
      readonly row?: Pick<ExecutionSummary, 'workflowId' | 'startedAt' | 'isTest'>
      readonly waits?: WaitChanges
      /** Created with this write and not without it, unless its id exists. */
      readonly follow?: CreateExecution
      /** Done with this write and not without it. */
      readonly wakes?: readonly WakeExecution[]
      /** Appended with this write and not without it. */
      readonly emits?: readonly NewEvent[]
      readonly sealed?: SealedChange
    }
  | WakeExecution
  /** Settles an open dead letter; of anything else the outcome is `fenced`. */
  | {
      readonly type: 'letter'
      readonly account: string
      readonly executionId: string
      readonly letter: 'replayed' | 'discarded'
      readonly replayedAs?: string
    }

/** What became of one write of the batch, in order. */
export type WriteOutcome =
  /** `position` orders all writes of the store; live readers resume after it. 0 for `wake`, `letter` and writes without events. */
  | { readonly type: 'written'; readonly position: number }
  /** A `create` for an id that exists: nothing changed. */
  | { readonly type: 'exists' }
  /** A `create` that would settle a letter which is not open: nothing changed. */
  | { readonly type: 'settled' }
  /** An `append` whose fence or `after` did not match, or whose execution is unknown: nothing changed. */
  | { readonly type: 'fenced' }
  /**
   * The events or the summary cannot be JSON text, `VALUE_UNWRITABLE`: nothing changed. An outcome and not a rejection, so that one
   * user's value (nested 100,000 deep, say) never fails the executions that share the batch.
   */
  | { readonly type: 'unwritable'; readonly error: StoreError }

export interface ExecutionFilter {
  readonly workflowId?: string
  /** Any of these, instead of one; an empty list matches nothing. */
  readonly workflowIds?: readonly string[]
  readonly workflowVersion?: number
  /** Any of these; an empty list matches nothing. */
  readonly status?: readonly ExecutionStatus[]
  readonly triggerType?: string
  /** `admission.key`, as people read it. */
  readonly key?: string
  /** It took so long at least, at most: what has not ended is not found by these. */
  readonly minDurationMs?: number
  readonly maxDurationMs?: number
  /** Started at or after, before. */
  readonly startedFrom?: number
  readonly startedTo?: number
  readonly parentId?: string
  /** Those that run this execution again. */
  readonly replayOf?: string
  /** Only those by which somebody tries a workflow out, or only the others. */
  readonly isTest?: boolean
}

export interface Page {
  readonly limit: number
  /** Opaque, from the page before. */
  readonly cursor?: string
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

/** A piece of the log as it was written. */
export interface LogChunk {
  readonly position: number
  readonly executionId: string
  /** Index of the first event in the execution's log. */
  readonly after: number
  readonly events: readonly ExecutionEvent[]
}

/**
 * Values are kept as JSON keeps them: -0 comes back as 0, and what is read is never the object that was given.
 * A cursor that another list gave out, or nobody, rejects with `CURSOR_INVALID`.
 */
export interface ExecutionStore {
  /**
   * Writes the whole batch, in order, in one transaction and resolves when it is on disk. A later write sees the earlier ones.
   * A refused write does not harm the others. Rejects (and writes nothing) when the store fails, e.g. `STORE_FULL`.
   */
  commit(batch: readonly ExecutionWrite[]): Promise<readonly WriteOutcome[]>
  get(account: string, id: string): Promise<ExecutionSummary | undefined>
  /**
   * Newest first by `startedAt`, then by id downwards; stable while rows are added. Never counts. A page may be shorter than its limit,
   * even empty, and still have a `nextCursor`: looking on would have taken too long for one answer.
   */
  list(account: string, filter: ExecutionFilter, page: Page): Promise<Listed<ExecutionSummary>>
  /** The whole log in order, large values included; empty for an unknown id. */
  log(account: string, id: string): Promise<readonly ExecutionEvent[]>
  /** What is kept sealed beside the log, in its order. */
  sealed(account: string, id: string): Promise<readonly SealedEvents[]>
  /** Chunks written after `position`, oldest first, for a live reader that was away. */
  feed(account: string, position: number, limit: number): Promise<readonly LogChunk[]>
  /** A number greater than every fence given out before: each owner takes one when it starts. */
  nextFence(): Promise<number>
  /** Takes ownership, or confirms it: sets the fence unless the execution is finished or its fence is greater. False then. */
  claim(account: string, id: string, fence: number): Promise<boolean>
  /** Of all accounts: unfinished executions whose `dueAt` has come, soonest first. */
  due(now: number, limit: number): Promise<readonly ExecutionSummary[]>
  /** Of all accounts: what waits or is paused and has a `dueAt`, whenever that is, soonest first; then by account and id. */
  sleeping(limit: number, cursor?: string): Promise<Listed<ExecutionSummary>>
  /** Of all accounts: the earliest `dueAt` of an unfinished execution that is later than this. */
  nextDue(after: number): Promise<number | undefined>
  /**
   * Of all accounts: unfinished executions without a `dueAt` and with a fence below this one, i.e. what a dead owner left. Those that are
   * queued are not among them: their lane admits them.
   * Those of the oldest owner first, each owner's oldest first: claiming a page takes it out of the next one's way.
   */
  unfinished(fence: number, limit: number): Promise<readonly ExecutionSummary[]>
  /**
   * Of all accounts: what runs or waits, has no `dueAt`, and of which neither a step waits for a signal nor an execution that it has
   * called goes on. Unless a process has it in memory, nobody will go on with it. So many rows are looked at: a page may be empty.
   */
  forgotten(limit: number, cursor?: string): Promise<Listed<ExecutionSummary>>
  /** The steps that wait for the event of this name, those that have waited longest first; then by execution id and step. */
  waitingForEvent(account: string, name: string, page: Page): Promise<Listed<WaitingStep>>
  /** Of each of these executions that wait for a signal, one step that does: the first by path. */
  waitingIn(account: string, executionIds: readonly string[]): Promise<readonly WaitingStep[]>
  /**
   * The step that waits for the token with this hash. Of all accounts, for the token is the credential: only who was given the address
   * of that one wait has it, and an account beside it would be a second thing to know.
   */
  waitingForToken(hash: string): Promise<WaitingStep | undefined>
  /** Open letters, the newest failure first, then by id downwards. */
  letters(account: string, filter: LetterFilter, page: Page): Promise<Listed<DeadLetter>>
  /** Of each workflow that has open letters, by id. */
  letterCounts(account: string): Promise<readonly LetterCount[]>
}
