import type { Json, JsonObject } from '../json.ts'

/** A workflow as written in its file, after parsing and validation; see DESIGN of the workflow file in docs/workflow-file.md. */
export interface Workflow {
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly vars?: JsonObject
  readonly inputs?: Readonly<Record<string, InputDefinition>>
  readonly triggers?: Readonly<Record<string, TriggerDefinition>>
  readonly nodes: Nodes
  readonly settings?: WorkflowSettings
}

export type Nodes = Readonly<Record<string, NodeDefinition>>

/** An input in JSON Schema's short form; `required` stands on the input itself. */
export interface InputDefinition {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array'
  readonly required?: boolean
  readonly default?: Json
  readonly description?: string
  readonly enum?: readonly Json[]
}

export interface TriggerDefinition {
  readonly type: string
  readonly name?: string
  readonly with?: JsonObject
  /** Plain values. They go before defaults, and what a starter gives goes before them. */
  readonly inputs?: JsonObject
  readonly disabled?: boolean
}

export interface WorkflowSettings {
  /** A duration such as `90s` or `PT5M`; the execution ends as `timed_out` after it. */
  readonly timeout?: string
  /** How long open `try` scopes may clean up when the execution is canceled, 1m unless written. */
  readonly cancelTimeout?: string
  /** The id of a workflow that is started when an execution of this one ends as failed or timed_out. */
  readonly onFailure?: string
  /** `always` (the default); `never`: executions run in memory alone, leave no history and are lost when the process ends. */
  readonly record?: 'always' | 'never'
  readonly retention?: RetentionSettings
  readonly capture?: CaptureLevel | CaptureSettings
  readonly redact?: RedactSettings
  readonly concurrency?: ConcurrencySettings
  /** Who is admitted first, 0 to 100, 50 unless written. */
  readonly priority?: number
  readonly rateLimit?: RateLimitSettings
  readonly debounce?: DebounceSettings
}

/** What is left out is as the instance has it. */
export interface RetentionSettings {
  /** Canceled ones too. */
  readonly success?: RetentionLimits
  readonly failure?: RetentionLimits
}

export interface RetentionLimits {
  /** A duration, or `none`. */
  readonly age?: string
  readonly count?: number | 'none'
  /** A number of bytes, a size such as `500MB`, or `none`. */
  readonly bytes?: number | string
}

/** Which values the history keeps: all, what they are made of, or nothing. Never changes what is computed. */
export type CaptureLevel = 'full' | 'shapes' | 'none'

export interface CaptureSettings {
  readonly inputs?: CaptureLevel
  readonly outputs?: CaptureLevel
  /** Characters of JSON text. */
  readonly truncate?: number | 'none'
}

export interface RedactSettings {
  readonly paths?: readonly string[]
  readonly patterns?: readonly string[]
}

/** How many executions may run at once. */
export interface ConcurrencySettings {
  readonly limit: number
  /** An expression over `trigger`, `inputs` and `vars`; the limit counts for each of its values. */
  readonly key?: string
  /** `queue` unless written. `drop` ends a start for which there is no place as canceled; `cancel-running` makes place for it. */
  readonly onLimit?: 'queue' | 'drop' | 'cancel-running'
  /** Whether an execution that waits keeps its place; `hold` unless written. */
  readonly whileWaiting?: 'hold' | 'release'
  readonly maxQueued?: number
}

/** How many executions may start within any span of `per`. */
export interface RateLimitSettings {
  readonly limit: number
  readonly per: string
  readonly key?: string
  /** `reject` unless written. */
  readonly onLimit?: 'reject' | 'queue' | 'drop'
}

/** Starts within `delay` of each other replace each other. */
export interface DebounceSettings {
  readonly delay: string
  readonly key?: string
  /** Counts from the first of them. */
  readonly maxDelay?: string
}

/** The envelope that every node takes, whatever its type. */
export interface NodeDefinition {
  readonly type: string
  readonly name?: string
  readonly with?: JsonObject
  readonly next?: Next
  readonly retry?: RetryPolicy
  /** For one attempt of a step; for a scope, for the whole of it. */
  readonly timeout?: string
  readonly join?: 'all' | 'any'
  /**
   * `fail` (the default); `continue`: go on as if it had succeeded, with `{ error }` as its output; `skip`: its path ends, as if none of
   * its edges had been taken.
   */
  readonly onError?: 'fail' | 'continue' | 'skip'
  /** Goes on after a failure, with this as the output. Expressions may stand in it. */
  readonly fallback?: Json
  readonly disabled?: boolean
  readonly notes?: string
  /** The nodes inside a scope (for-each, loop, try). */
  readonly nodes?: Nodes
  /** Only in `try`: what runs after a failure inside `nodes`. */
  readonly catch?: Nodes
  /** Only in `try`: what runs in any case. */
  readonly finally?: Nodes
}

/** A target, a list of targets (they run in parallel), or a map from port to either. */
export type Next = string | readonly string[] | Readonly<Record<string, string | readonly string[]>>

export interface RetryPolicy {
  /** All attempts, the first one included. */
  readonly attempts: number
  readonly delay?: string
  readonly backoff?: 'constant' | 'linear' | 'exponential'
  readonly factor?: number
  readonly maxDelay?: string
  /** A share of the delay, from 0 to 1, that is left to chance; `true` means 0.5. */
  readonly jitter?: boolean | number
  /** Only these are tried again: `retryable`, `timeout`, codes of errors. Left out, both classes. */
  readonly on?: readonly string[]
}
