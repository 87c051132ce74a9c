import type { Json, JsonObject } from '../json.ts'
import type { StepChange } from './change.ts'
import type { FinalStatus } from './status.ts'

/**
 * The facts of an execution, past tense, in the order they were recorded. The log of events is the truth:
 * folding it through `transition` gives the state, byte for byte the same each time.
 *
 * Times are milliseconds since 1970. Chance and time arrive in events, never from inside the engine.
 * Skips, routing, iterations and the end of the execution are not events: they follow from these.
 */
export type ExecutionEvent = (
  | ExecutionStarted
  | StepSucceeded
  | StepFailed
  | StepWaiting
  | SignalReceived
  | TimerFired
  | ExecutionAdmitted
  | PlaceReleased
  | CancelRequested
  | PauseRequested
  | ResumeRequested
  | ClockMoved
) & { readonly shown?: Shown }

/**
 * Stands on the first event whose values are not all there, for they are not to be kept, and on every one after it: from here on the log
 * cannot be folded, and this is what folding the whole values has led to. The engine itself never reads it.
 */
export interface Shown {
  /** With what may be shown. Where a step that has succeeded has no output here, it is that of the event. */
  readonly changes: readonly StepChange[]
  /** Which fields of the event are masked, cut short or gone. */
  readonly hides?: readonly string[]
  /** Set on the event that ends the execution. */
  readonly end?: { readonly status: FinalStatus; readonly result: Json; readonly error?: StepError }
}

export interface ExecutionStarted {
  readonly type: 'execution-started'
  readonly at: number
  readonly executionId: string
  readonly workflow: { readonly id: string; readonly version: number; readonly name?: string }
  readonly trigger: TriggerFact
  readonly inputs: JsonObject
  /** Only the names that the workflow refers to. */
  readonly vars: JsonObject
  readonly env: JsonObject
  readonly parent?: { readonly executionId: string; readonly step: string }
  /** The execution that is run again, from this step; left out, from what failed or from the beginning. */
  readonly replay?: ReplayFact
  /** Somebody tries it out: outputs are given in place of running nodes, or only a part is run. */
  readonly test?: TestFact
  /** Nothing is begun before it is admitted. Without it, and in older logs, it begins at once. */
  readonly queued?: true
}

export interface TestFact {
  /** By node id: what stands in for running it, wherever it stands. */
  readonly given?: Readonly<Record<string, GivenOutcome>>
  /** Nothing is run after it, nor what it does not need. */
  readonly target?: TestTarget
}

export interface GivenOutcome {
  /** Its first when left out. */
  readonly port?: string
  readonly output: Json
}

export interface TestTarget {
  readonly node: string
  /** Nothing else is run, not even what leads to it. */
  readonly alone?: true
  /** In place of what its edges bring. */
  readonly input?: Json
  /** With `alone`: in place of the item of the for-each around it. */
  readonly item?: Json
  /** With `alone`: by the id of a scope around it, which iteration it is run in, from 0. */
  readonly at?: Readonly<Record<string, number>>
}

export interface ReplayFact {
  readonly executionId: string
  readonly from?: string
  readonly choice: string
  /** By the path of an iteration, such as `items[3]`: its item, in place of the one in the list. */
  readonly items?: JsonObject
}

/** Which trigger fired and what it brought; `trigger` in expressions is `data` with `id` and `type` beside it. */
export interface TriggerFact {
  readonly id: string
  readonly type: string
  readonly data: JsonObject
}

/** What all three outcomes of an attempt tell. */
interface Attempt {
  readonly at: number
  /** The step path, e.g. `each_line[3].ship`. */
  readonly step: string
  /** From 1. */
  readonly attempt: number
  readonly startedAt: number
  /** The evaluated parameters, secrets masked: for the history only, never read by the engine. */
  readonly input?: Json
  readonly logs?: readonly LogLine[]
  readonly taken?: Taken
}

/** Where a replay has an event from: nothing was run for it. */
export interface Taken {
  /** The execution in which it happened. */
  readonly executionId: string
  /** The attempt was the step's last: it is not tried again, whatever its policy says by now. */
  readonly settles?: true
  /** Whoever replays has put this output in place of the recorded one; it settles a scope too. */
  readonly given?: true
}

export interface StepSucceeded extends Attempt {
  readonly type: 'step-succeeded'
  readonly port: string
  readonly output: Json
  /** Set by a `respond` node: the answer for whoever fired the trigger. */
  readonly response?: HttpResponse
  /** Set by a `stop` node. A failing stop is a `step-failed`, which a `try` may catch; `failed` stands here in older logs alone. */
  readonly stop?: Stop
}

/** The whole execution ends here, or only the path that led here. */
export interface Stop {
  readonly status: 'success' | 'failed'
  readonly message?: string
  readonly only?: 'path'
}

export interface StepFailed extends Attempt {
  readonly type: 'step-failed'
  readonly error: StepError
  /** From 0 to 1, for the jitter of the next retry. */
  readonly random: number
}

/** The attempt has done its part and now waits, perhaps for months. */
export interface StepWaiting extends Attempt {
  readonly type: 'step-waiting'
  readonly wait: Wait
}

export type Wait =
  /** Succeeds with `output` at `until`. */
  | {
      readonly type: 'time'
      readonly until: number
      readonly output: Json
      /** It waits for that moment by the clock on the wall; else so long has to pass, whatever anybody sets the clock to. */
      readonly clock?: 'wall'
    }
  /** The same attempt's node is run again at `until`, and finds `memory`. */
  | { readonly type: 'again'; readonly until: number; readonly memory: Json }
  /**
   * Succeeds with what a `signal-received` brings; past `until` the attempt fails as a timeout. The key of an event is its name, that
   * of a token what the runtime finds the step by. `about` is for whoever is asked to answer.
   */
  | {
      readonly type: 'signal'
      readonly channel: 'event' | 'token'
      readonly key: string
      readonly until?: number
      readonly about?: Json
    }
  /** Succeeds or fails as the called execution does; the runtime reports it as the step's outcome. */
  | ({ readonly type: 'call' } & Call)

/** A workflow called by another. The id is chosen before the start, so that a repeated start is the same execution. */
export interface Call {
  readonly executionId: string
  readonly workflow: string
  /** The newest one when left out. */
  readonly version?: number
  readonly inputs: JsonObject
}

/** What a step waits for has come; it counts only while that step waits for a signal. */
export interface SignalReceived {
  readonly type: 'signal-received'
  readonly at: number
  readonly step: string
  readonly channel?: 'event' | 'token'
  /** The step's output. */
  readonly data: Json
  /** The port that the step leaves by, if it is not its first. */
  readonly port?: string
  /** Who sent it, for the history. */
  readonly by?: string
  readonly taken?: Taken
}

export interface TimerFired {
  readonly type: 'timer-fired'
  readonly at: number
  readonly timer: string
  /** From 0 to 1, for the jitter of the retry that may follow a timeout. */
  readonly random: number
  readonly taken?: Taken
}

/** There is room for it: what its place in the queue held back is begun. */
export interface ExecutionAdmitted {
  readonly type: 'execution-admitted'
  readonly at: number
}

/** It waits, and leaves its place among those that run to others: nothing is begun until it is admitted again. */
export interface PlaceReleased {
  readonly type: 'place-released'
  readonly at: number
}

/** What somebody wants of the execution as a whole. */
interface Request {
  readonly at: number
  /** Why, and who asked for it: for the history. */
  readonly reason?: string
  readonly by?: string
}

export interface CancelRequested extends Request {
  readonly type: 'cancel-requested'
  /** In place of `CANCELED`, where no person but a limit has called for it. */
  readonly code?: string
  /** It counts only as long as the execution has not begun. */
  readonly only?: 'queued'
  /** Open `try` scopes clean up first. Without it, and in older logs, the execution ends at once. */
  readonly mode?: 'cooperative'
}

/** While the execution waited, somebody has set the clock: forward by so many milliseconds, or back where that is negative. */
export interface ClockMoved {
  readonly type: 'clock-moved'
  /** By the clock as it is now. */
  readonly at: number
  readonly byMs: number
}

/** What runs is finished and recorded; nothing is begun until the execution is resumed. */
export interface PauseRequested extends Request {
  readonly type: 'pause-requested'
}

export interface ResumeRequested extends Request {
  readonly type: 'resume-requested'
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json
  /** Sent in place of the body: binary data, by its handle. */
  readonly file?: AnsweredFile
}

/** As much of a file's handle as it takes to send it. */
export interface AnsweredFile {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
}

export interface LogLine {
  readonly at: number
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly data?: Json
}

/** `retryable` may be tried again; `fatal` never; `timeout` and `canceled` say who ended the attempt. */
export type ErrorClass = 'retryable' | 'fatal' | 'timeout' | 'canceled'

export interface StepError {
  readonly code: string
  readonly class: ErrorClass
  readonly message: string
  readonly stack?: string
  /** At least this long until the next attempt, e.g. from `Retry-After`. */
  readonly retryAfterMs?: number
  /** The step that failed first, when the error has travelled through scopes. */
  readonly step?: string
  /** What the node wants to add, e.g. status and body of an HTTP answer. */
  readonly details?: Json
}
