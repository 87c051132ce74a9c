import type { ExecutionState, HttpResponse, Plan } from '@millrace/engine'
import type { ExecutionSummary, Place } from '@millrace/store'
import type { Hider } from '../capture/hider.ts'
import type { FinishedExecution, LiveMessage } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import type { CallHost } from './calls.ts'
import type { Following } from './follow-up.ts'
import type { Standing } from './ledger.ts'
import type { Recorder } from './recorder.ts'
import type { Turns } from './turns.ts'

export interface LiveOptions {
  readonly ports: RuntimePorts
  readonly recorder: Recorder
  readonly turns: Turns
  readonly fence: number
  readonly plan: Plan
  readonly state: ExecutionState
  readonly summary: ExecutionSummary
  /** The `executionKey` of the summary, made once: a new text is hashed anew each time it is looked up. */
  readonly key: string
  /** False when nothing of it goes to disk, at any time. */
  readonly isRecorded: boolean
  /** How many events are on disk; 0 for one that must be created. */
  readonly recordedEvents: number
  readonly host: LiveHost
  /** Of a new one: with it the dead letter is settled that it runs again. */
  readonly settlesLetter?: true | undefined
  /** Where not all of it may be read. */
  readonly hider?: Hider | undefined
}

/** What an execution asks of the driver that holds it. */
export interface LiveHost extends CallHost {
  show(message: LiveMessage): void
  /** What must be written with this end. */
  followUp(ending: Ending): Promise<Following> | Following | 'nothing'
  responded(key: string, response: HttpResponse): void
  ended(key: string, end: FinishedExecution): void
  /** A write has told this of the place of an execution that limits hold back. */
  placed(summary: ExecutionSummary, place: Place | null): void
  /** It cannot be recorded. */
  failed(key: string, summary: ExecutionSummary, error: unknown): void
  /** It has left memory: at its end, asleep until `dueAt`, or given up. */
  left(key: string, summary: ExecutionSummary, why: WhyLeft): void
}

export interface WhyLeft {
  readonly dueAt?: number | undefined
  readonly end?: FinishedExecution | undefined
  /** Its end has created another execution, which is due, or an event. */
  readonly isFollowed?: boolean
}

export interface Ending extends Pick<LiveOptions, 'summary' | 'plan' | 'state' | 'hider'> {
  readonly end: Standing
}
