import type { ExecutionStatus, Json, LogLine, StepChange, StepError, StepStatus } from '@millrace/engine'
import type { ApiPage } from './api-types.ts'

export interface ApiExecutionSummary {
  readonly id: string
  readonly workflowId: string
  readonly workflowVersion: number
  readonly triggerId: string
  readonly triggerType: string
  readonly status: ExecutionStatus
  readonly startedAt: string
  readonly finishedAt?: string
  readonly durationMs?: number
  /** While it cleans up after a cancel. */
  readonly canceling?: true
  readonly error?: StepError
  readonly waitsFor?: ApiWaitsFor
  readonly letter?: 'open' | 'replayed' | 'discarded'
  readonly replayedAs?: string
  readonly replayOf?: string
}

export interface ApiExecutionPage extends ApiPage<ApiExecutionSummary> {
  readonly search?: { readonly complete: boolean; readonly completeTo?: string }
}

/** Why it has not ended. */
export interface ApiWaitsFor {
  readonly code: string
  readonly sentence: string
}

export interface ApiExecution extends ApiExecutionSummary {
  /** What started it. */
  readonly trigger?: { readonly data?: Json }
  readonly inputs?: Json
  /** Which of these are masked, cut short or gone. */
  readonly hides?: readonly string[]
  readonly result: Json
  readonly controls: readonly ApiControl[]
  readonly steps: readonly ApiStep[]
  /** The step from which it runs `replayOf` again. */
  readonly replayFrom?: string
  /** Those that run it again. */
  readonly replays?: readonly { readonly executionId: string; readonly status: ExecutionStatus }[]
}

/** What a retry or a replay has started. */
export interface ApiReplayed {
  readonly executionId: string
  readonly replayOf: string
  readonly workflowVersion: number
  readonly draft?: true
  readonly kept: number
  readonly warnings: readonly string[]
}

/** Who paused, resumed or canceled it. */
export interface ApiControl {
  readonly action: 'pause' | 'resume' | 'cancel'
  readonly at: string
  readonly by?: string
  readonly reason?: string
  readonly forced?: true
}

export interface ApiStep {
  readonly step: string
  readonly node: string
  readonly type: string
  readonly status: StepStatus
  readonly startedAt: string
  readonly finishedAt?: string
  readonly durationMs?: number
  readonly input?: Json
  readonly output?: Json
  readonly port?: string
  readonly error?: StepError
  readonly reason?: string
  readonly until?: string
  readonly by?: string
  /** It was not run here. */
  readonly taken?: { readonly executionId: string; readonly given?: true }
  readonly waitsFor?: ApiWaitsFor
  /** How it can be answered, while it waits for somebody. */
  readonly waiting?: { readonly for: 'event' | 'call' | 'approval' | 'form'; readonly event?: string; readonly url?: string }
  readonly attempts: readonly ApiAttempt[]
  readonly logs: readonly Pick<LogLine, 'level' | 'message'>[]
  /** The fields that are too large to be whole: they hold the beginning of their JSON text. */
  readonly previews?: Readonly<Record<string, { readonly bytes: number; readonly hash: string }>>
}

export interface ApiAttempt {
  readonly attempt: number
  readonly startedAt: string
  readonly durationMs?: number
  readonly error?: StepError
  /** Until the next attempt. */
  readonly retryDelayMs?: number
}

export interface ApiManyReplayed {
  readonly replayed: readonly { readonly id: string; readonly executionId: string }[]
  readonly failed: readonly { readonly id: string; readonly code: string; readonly message: string }[]
  readonly hasMore: boolean
}

/** A change as the live link tells it. */
export interface ApiChange extends Omit<StepChange, 'at' | 'startedAt' | 'until'> {
  readonly at: string
  readonly startedAt?: string
  readonly until?: string
}
