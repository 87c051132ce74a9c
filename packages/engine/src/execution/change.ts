import type { Json } from '../json.ts'
import type { StepError } from './event.ts'
import type { StepStatus } from './status.ts'

/** A step has entered a status. Sent for scopes and iterations too. */
export interface StepChange {
  /** The step path, e.g. `each_line[3].ship`. */
  readonly step: string
  readonly node: string
  readonly type: string
  readonly status: StepStatus
  readonly at: number
  readonly attempt?: number
  readonly startedAt?: number
  readonly port?: string
  /** Its output stands in for running it, in a test run. */
  readonly given?: true
  readonly output?: Json
  readonly error?: StepError
  /** For `skipped`: why; for `retrying` and `waiting`: until when. */
  readonly reason?: string
  readonly until?: number
  /** Of a for-each: how many of its iterations have ended. Told now and then, not after each. */
  readonly progress?: Progress
}

export interface Progress {
  readonly finished: number
  readonly total: number
}
