import type { ExecutionStatus, Json, JsonObject, LogLine, StepChange, StepError, StepStatus } from '@millrace/engine'

// What the API answers, as far as the commands read it; its OpenAPI document tells all. Times are ISO texts.

export interface ApiPage<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

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
  readonly previews?: Readonly<Record<string, { readonly bytes: number }>>
}

export interface ApiAttempt {
  readonly attempt: number
  readonly startedAt: string
  readonly durationMs?: number
  readonly error?: StepError
  /** Until the next attempt. */
  readonly retryDelayMs?: number
}

/** What ended in a window. */
export interface ApiEnded {
  readonly total: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly successRate?: number
  readonly durationMs?: Readonly<Record<'average' | 'min' | 'max' | 'p50' | 'p95' | 'p99', number>>
}

export interface ApiStatisticsSlot extends ApiEnded {
  readonly from: string
  readonly to: string
}

export interface ApiStatistics extends ApiStatisticsSlot {
  readonly unfinished: Readonly<Record<string, number>>
  readonly workflows: readonly (ApiEnded & { readonly workflowId: string; readonly unfinished: Readonly<Record<string, number>> })[]
  readonly slots?: readonly ApiStatisticsSlot[]
}

export interface ApiManyReplayed {
  readonly replayed: readonly { readonly id: string; readonly executionId: string }[]
  readonly failed: readonly { readonly id: string; readonly code: string; readonly message: string }[]
  readonly hasMore: boolean
}

export interface ApiRetention {
  readonly settings: readonly ApiRetentionSetting[]
  readonly size: { readonly bytes: number; readonly freeBytes: number; readonly fileBytes: number }
  readonly last?: ApiCleanUp
}

export interface ApiRetentionSetting {
  readonly name: string
  readonly value: string
  readonly origin: string
  readonly about: string
}

export interface ApiCleanUp {
  readonly at: string
  readonly success: number
  readonly failure: number
  readonly kept: number
  readonly bytes: number
  readonly files: number
  readonly events: number
  readonly freedBytes: number
}

/** A change as the live link tells it. */
export interface ApiChange extends Omit<StepChange, 'at' | 'startedAt' | 'until'> {
  readonly at: string
  readonly startedAt?: string
  readonly until?: string
}

export interface ApiWorkflowSummary {
  readonly id: string
  readonly name?: string
  readonly version: number
  readonly publishedAt: string
}

export interface ApiConnection {
  readonly name: string
  readonly type: string
  readonly values: Readonly<Record<string, Json>>
  /** The secret fields that have a value. */
  readonly secrets: readonly string[]
  readonly origin: 'environment' | 'store'
  readonly problem?: string
  readonly updatedAt?: string
}

export interface ApiConnectionType {
  readonly type: string
  readonly title: string
  readonly summary: string
  readonly secretFields: readonly string[]
  /** JSON Schema, as far as the command line needs it. */
  readonly schema: { readonly properties: Readonly<Record<string, { readonly type?: string }>>; readonly required?: readonly string[] }
}

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

interface ApiEventOutcome {
  readonly isDelivered: boolean
  readonly received: number
  readonly firings: readonly {
    readonly workflowId: string
    readonly triggerId: string
    readonly outcome: 'started' | 'failed'
    readonly executionId?: string
    readonly message?: string
  }[]
}

export interface ApiEmitted extends ApiEventOutcome {
  readonly id: string
  readonly name: string
  readonly isNew: boolean
}

export interface ApiEvent extends ApiEventOutcome {
  readonly id: string
  readonly name: string
  readonly data: Json
  readonly at: string
  readonly source: { readonly workflowId?: string; readonly executionId?: string; readonly step?: string; readonly by?: string }
  readonly depth: number
}

/** Who waits for one call at a test address. */
export interface ApiListener {
  readonly id: string
  readonly status: 'listening' | 'received' | 'expired'
  readonly addresses: readonly { readonly trigger: string; readonly method: string; readonly url: string }[]
  readonly call?: { readonly data?: Json; readonly executionId?: string; readonly error?: string }
  readonly lastRefusal?: { readonly code: string; readonly message: string }
}

export interface ApiBackfill {
  readonly times: readonly string[]
  readonly executionIds: readonly string[]
  readonly hasMore: boolean
}

export interface ApiValue {
  readonly key: string
  readonly value: Json
  readonly revision: number
  readonly expiresAt?: string
}

export interface ApiFile {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

export interface ApiColumn {
  readonly name: string
  readonly type: string
  /** Where a pointer or a relation leads to. */
  readonly table?: string
  readonly required?: true
  readonly default?: Json
  readonly unique?: true
  readonly index?: true
  readonly search?: true
}

export interface ApiTable {
  readonly name: string
  readonly columns: readonly ApiColumn[]
  readonly isLocked: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

export interface ApiTableDetail extends ApiTable {
  readonly count: number
}

/** What a change of a table would take away, or what stands against it. */
export interface ApiLoss {
  readonly change: JsonObject
  readonly count: number
  readonly examples: readonly { readonly id: string; readonly value: Json }[]
  readonly isDiscardable: boolean
}

export interface ApiTableChanged {
  readonly table: ApiTable
  readonly losses: readonly ApiLoss[]
}

export interface ApiImported {
  readonly table: string
  readonly isNew: boolean
  readonly newColumns: readonly ApiColumn[]
  readonly count: number
  readonly created: number
  readonly updated: number
  readonly wrong: number
  readonly mistakes: readonly { readonly line: number; readonly message: string }[]
}

export interface ApiSchemaApplied {
  readonly items: readonly {
    readonly table: string
    readonly action: 'create' | 'add-columns' | 'keep' | 'conflict'
    readonly columns: readonly string[]
  }[]
  readonly records: number
}
