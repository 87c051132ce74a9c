import type {
  ExecutionEvent,
  ExecutionStatus,
  FinalStatus,
  HttpResponse,
  Json,
  JsonObject,
  StepChange,
  StepError,
  TestFact,
} from '@millrace/engine'
import type { QueuePlace } from './admission/queue-place.ts'
import type { ReplayExecution, ReplayOutcome } from './replays/replay-execution.ts'
import type { OpenWait } from './waiting/open-wait.ts'
import type { StepWait } from './waiting/step-waits.ts'

/**
 * What runs executions. The embedded driver does it in this process; another may host the same engine loop elsewhere.
 * A driver is correct when the suite in `@millrace/runtime/testing` passes.
 */
export interface Driver {
  /** Resolves when the start is on disk (with `settings.record: never`, when it has begun), or rejects and nothing was started. The same `executionId` twice is one execution. */
  start(request: StartRequest): Promise<StartedExecution>
  /** What its start resolved with, for whoever asks later; undefined for an execution that is not on disk. */
  find(account: string, executionId: string): Promise<StartedExecution | undefined>
  /**
   * Runs a finished execution again as a new one, with the recorded outcomes of the steps that are kept. Rejects with a `RuntimeError`
   * that says why it cannot be.
   */
  replay(request: ReplayExecution): Promise<ReplayOutcome>
  /**
   * Asks an execution to stop: its open `try` scopes clean up, then it ends as `canceled`, and so does what it calls and waits for.
   * With `force` it ends at once, also when it cleans up already. Resolves when the request is on disk.
   */
  cancel(account: string, executionId: string, request?: CancelRequest): Promise<'canceling' | 'already-finished' | 'not-found'>
  /** Lets what runs finish and begins nothing more until `unpause`. Resolves when that is on disk. `queued`: it has not begun yet. */
  pause(
    account: string,
    executionId: string,
    note?: ControlNote,
  ): Promise<'paused' | 'already-paused' | 'canceling' | 'queued' | 'already-finished' | 'not-found'>
  /** Ends a pause. */
  unpause(account: string, executionId: string, note?: ControlNote): Promise<'resumed' | 'not-paused' | 'already-finished' | 'not-found'>
  /** Answers one waiting step; resolves when that is on disk. Of several who answer the same one, one is told `received`. */
  signal(request: SignalRequest): Promise<'received' | 'not-waiting'>
  /**
   * Sends an event to every step of the account that waits for it, on disk at this moment; resolves with how many have received it, when
   * all that is on disk. Rejects when the store fails on the way: sent again, it reaches those that it had not.
   */
  emit(event: { readonly account: string; readonly name: string; readonly data: Json; readonly by?: string }): Promise<number>
  /** What steps wait for: all of one execution, or the one at a token, if anybody waits there. */
  waits(of: { readonly token: string } | { readonly account: string; readonly executionId: string }): Promise<readonly OpenWait[]>
  /**
   * Takes an execution up that nobody goes on with, and registers anew what its steps wait for. `in-memory`: it is in hand already.
   * `gone`: it has ended, or is another process's.
   */
  revive(account: string, executionId: string): Promise<'revived' | 'in-memory' | 'gone' | 'failed'>
  /** What this process knows of an execution that no row says. */
  presence(account: string, executionId: string): Presence
  /** Where a queued execution stands; undefined for one that is not. */
  queuePlace(account: string, executionId: string): Promise<QueuePlace | undefined>
  /** Everything that happens, for live views. Returns the way to stop listening. A listener must not throw. */
  subscribe(listener: (message: LiveMessage) => void): () => void
  /** The messages after a position, oldest first, for a reader that was away. */
  missed(account: string, position: number, limit: number): Promise<readonly LiveMessage[]>
  /** Takes over what a dead owner left and whatever is due; call once after creation. Resolves with how many were taken over. */
  resume(): Promise<number>
  /** Stops taking work, parks what runs and waits until all that was recorded is on disk. */
  close(): Promise<void>
}

/** For the history: why, and who asked for it. */
export interface ControlNote {
  readonly reason?: string
  readonly by?: string
}

export interface CancelRequest extends ControlNote {
  /** Nothing cleans up. */
  readonly force?: boolean
}

export interface Presence {
  /** It is in the memory of this process: whatever must happen next, somebody sees to it. */
  readonly isInMemory: boolean
  /** Since when the store takes no writes, and why. */
  readonly heldUp?: HeldUp | undefined
}

export interface HeldUp {
  /** Milliseconds since 1970. */
  readonly since: number
  readonly message: string
}

export interface SignalRequest {
  /** The step; or, for whoever was given the address at which it waits, the token in that: it is the whole credential. */
  readonly to: { readonly account: string; readonly executionId: string; readonly step: string } | { readonly token: string }
  /** The step's output. */
  readonly data: Json
  /** The port that the step leaves by, if it is not its first. */
  readonly port?: string
  /** Who answered, for the history. */
  readonly by?: string
}

export interface StartRequest {
  readonly account: string
  readonly workflowId: string
  /** The newest one when left out. */
  readonly version?: number
  readonly trigger: { readonly id: string; readonly type: string; readonly data: JsonObject }
  readonly inputs?: JsonObject
  /** Left out, a new one is made. */
  readonly executionId?: string
  /** Who is admitted first where limits hold executions back, 0 to 100; the workflow's own when left out. */
  readonly priority?: number
  readonly parent?: { readonly executionId: string; readonly step: string }
  /** The execution that this start runs again. */
  readonly replayOf?: string
  /** That one, with its dead letter, is dealt with by this start, which rejects with `EXECUTION_REPLAYED` when somebody else was first. */
  readonly settlesLetter?: true
  /** Somebody tries the workflow out: no limit holds it back, no statistics count it, and nobody is told of its end. */
  readonly test?: TestFact
  /** What it begins with of that one. */
  readonly replay?: ReplayStart
}

export interface ReplayStart {
  readonly from?: string
  /** Other items for iterations, by the path of each. */
  readonly items?: JsonObject
  /** A hash of all that was asked for, so that a repeated request is told from another one. */
  readonly choice: string
  /** What was recorded of the steps that are kept. See `replayPrefix` of the engine. */
  readonly taken: readonly ExecutionEvent[]
}

export interface StartedExecution {
  readonly executionId: string
  readonly workflowVersion: number
  /** How it stands as the start is answered. `dropped`: limits had no room for it, and it is recorded as canceled. */
  readonly status: 'running' | 'queued' | 'dropped'
  /** False when nothing of it goes to disk: it can be found nowhere, and ends with this process. */
  readonly isRecorded: boolean
  /**
   * Settles when the end is on disk; rejects when the execution could not be recorded, or with `CLOSED` when the driver is closed first
   * and leaves the execution to the next one. Never settles if the process ends before.
   */
  readonly finished: Promise<FinishedExecution>
  /** Settles when a `respond` step's result is on disk; with undefined when the execution ends without one. Rejects as `finished` does. */
  readonly responded: Promise<HttpResponse | undefined>
}

export interface FinishedExecution {
  readonly executionId: string
  readonly status: FinalStatus
  /** The output of the last node; of several last nodes, a map by node id. */
  readonly result: Json
  readonly error?: StepError
  readonly startedAt: number
  readonly finishedAt: number
}

/** What one write to the log has changed. Sent once it is on disk, so nobody sees what a crash could take back. */
export interface LiveMessage {
  /**
   * Grows with every write to the log: a reader that was away resumes after the last one it saw. A message that tells a status
   * alone, without changes, has the position before it.
   */
  readonly position: number
  readonly account: string
  readonly executionId: string
  readonly workflowId: string
  readonly status: ExecutionStatus
  /** Milliseconds since 1970. */
  readonly at: number
  /** Statuses that steps have entered, in order. */
  readonly changes: readonly StepChange[]
  /** Why steps wait that have begun to with these changes. Not told of an execution that hides values: its history says it. */
  readonly waits?: readonly StepWait[]
  /** Set while it cleans up after a cancel. */
  readonly canceling?: true
  /** Set with a final status. */
  readonly result?: Json
  readonly error?: StepError
}
