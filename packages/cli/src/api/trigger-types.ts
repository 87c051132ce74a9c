import type { ExecutionStatus, JsonObject } from '@millrace/engine'

export interface ApiPoll {
  readonly workflowId: string
  readonly triggerId: string
  readonly isPaused: boolean
  readonly nextAt?: string
  readonly last?: { readonly at: string; readonly outcome: 'started' | 'nothing-new' | 'failed'; readonly message?: string }
  readonly failures: number
  readonly pending: number
  readonly lastExecution?: { readonly id: string; readonly status?: ExecutionStatus }
}

export interface ApiSchedule {
  readonly workflowId: string
  readonly triggerId: string
  readonly isPaused: boolean
  readonly nextAt?: string
  readonly last?: { readonly at: string; readonly outcome: 'started' | 'skipped' | 'failed'; readonly message?: string }
  readonly lastExecution?: { readonly id: string; readonly status?: ExecutionStatus }
}

export interface ApiScheduleDetail extends ApiSchedule {
  readonly sentence?: string
  readonly upcoming: readonly string[]
}

export interface ApiTrigger {
  readonly workflowId: string
  readonly triggerId: string
  readonly type: string
  readonly isEnabled: boolean
  readonly inputs?: JsonObject
  readonly url?: string
  readonly methods?: readonly string[]
  /** How a caller proves who it is. */
  readonly auth?: string
  readonly isOpen: boolean
  /** A call for a shell. */
  readonly sample?: string
  readonly last?: { readonly executionId: string; readonly status: ExecutionStatus; readonly at: string }
  readonly lastEvent?: {
    readonly id: string
    readonly name: string
    readonly at: string
    readonly outcome: 'started' | 'failed'
    readonly message?: string
  }
  readonly lastRefusal?: { readonly at: string; readonly code: string; readonly message: string; readonly count: number }
  /** Of one that goes by the clock or looks for what is new. */
  readonly lastTurn?: {
    readonly at: string
    readonly outcome: 'started' | 'skipped' | 'nothing-new' | 'failed'
    readonly message?: string
  }
  readonly nextAt?: string
  readonly isPaused?: boolean
}

export interface ApiBackfill {
  readonly times: readonly string[]
  readonly executionIds: readonly string[]
  readonly hasMore: boolean
}
