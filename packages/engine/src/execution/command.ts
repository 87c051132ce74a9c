import type { Json } from '../json.ts'
import type { Call, StepError } from './event.ts'
import type { FinalStatus } from './status.ts'

/** What the engine asks of the runtime, imperative. */
export type Command =
  /** Evaluate the step's parameters and run its node; report a step event. */
  | { readonly type: 'run-step'; readonly step: string; readonly node: string; readonly attempt: number }
  /** Abort the attempt that is running or the wait that stands; nothing need be reported. */
  | { readonly type: 'cancel-step'; readonly step: string }
  /** Start the called execution unless it has been started, and report its end as the outcome of the step that waits for it. */
  | { readonly type: 'await-execution'; readonly step: string; readonly attempt: number; readonly call: Call }
  /** Nobody waits for the called execution any more: cancel it unless it has ended. Nothing need be reported. */
  | { readonly type: 'cancel-execution'; readonly executionId: string }
  /** Report `timer-fired` at `dueAt` or as soon after as possible. */
  | { readonly type: 'start-timer'; readonly timer: string; readonly dueAt: number }
  | { readonly type: 'cancel-timer'; readonly timer: string }
  /** The execution is over; nothing follows. */
  | { readonly type: 'end-execution'; readonly status: FinalStatus; readonly result: Json; readonly error?: StepError }
