// Written by scripts/write-api-schema.ts from /api/v1/openapi.json: do not edit.

export type BulkOutcome = {
  readonly action: string
  /** How many it concerns; with `dryRun`, counted up to 100000. */
  readonly matched: number
  readonly done: number
  readonly refused: number
  /** Those to which it could not be done, and why; 100 at most. */
  readonly refusals: readonly {
    readonly id: string
    readonly code: string
    readonly message: string
  }[]
  /** Of a retry: what each runs again as. */
  readonly started?: readonly {
    readonly id: string
    readonly executionId: string
  }[]
  /** How many more fit, counted up to 100000: ask again with `nextCursor`. */
  readonly left: number
  readonly nextCursor?: string
}

export type Change = {
  readonly type: "set"
  /** Keys of maps and indexes of lists, from 0. */
  readonly path: readonly (string | number)[]
  readonly value: unknown
} | {
  readonly type: "insert"
  /** Keys of maps and indexes of lists, from 0. */
  readonly path: readonly (string | number)[]
  readonly value: unknown
  /** The key before which a new one goes; the end when left out. */
  readonly before?: string
} | {
  readonly type: "delete"
  /** Keys of maps and indexes of lists, from 0. */
  readonly path: readonly (string | number)[]
} | {
  readonly type: "rename"
  /** Keys of maps and indexes of lists, from 0. */
  readonly path: readonly (string | number)[]
  readonly to: string
} | {
  readonly type: "move"
  /** Keys of maps and indexes of lists, from 0. */
  readonly path: readonly (string | number)[]
  /** A key or an index; null for the end. */
  readonly before: string | number | null
} | {
  readonly type: "text"
  readonly offset: number
  readonly remove: string
  readonly insert: string
} | {
  readonly type: "all"
  /** One after the other; all or none. */
  readonly changes: readonly ({
    readonly type: "set"
    /** Keys of maps and indexes of lists, from 0. */
    readonly path: readonly (string | number)[]
    readonly value: unknown
  } | {
    readonly type: "insert"
    /** Keys of maps and indexes of lists, from 0. */
    readonly path: readonly (string | number)[]
    readonly value: unknown
    /** The key before which a new one goes; the end when left out. */
    readonly before?: string
  } | {
    readonly type: "delete"
    /** Keys of maps and indexes of lists, from 0. */
    readonly path: readonly (string | number)[]
  } | {
    readonly type: "rename"
    /** Keys of maps and indexes of lists, from 0. */
    readonly path: readonly (string | number)[]
    readonly to: string
  } | {
    readonly type: "move"
    /** Keys of maps and indexes of lists, from 0. */
    readonly path: readonly (string | number)[]
    /** A key or an index; null for the end. */
    readonly before: string | number | null
  } | {
    readonly type: "text"
    readonly offset: number
    readonly remove: string
    readonly insert: string
  })[]
}

export type CleanUp = {
  readonly at: string
  /** How many went that succeeded or were canceled. */
  readonly success: number
  /** How many went that failed, timed out or crashed. */
  readonly failure: number
  /** Beyond a limit, but open dead letters or needed by what still runs. */
  readonly kept: number
  /** Of the executions that went, as text. */
  readonly bytes: number
  readonly files: number
  /** Events that went; a dry run does not count them. */
  readonly events: number
  /** By how much the database has become smaller on disk. */
  readonly freedBytes: number
}

export type Column = {
  /** A letter, then up to 62 letters, digits and `_`. */
  readonly name: string
  readonly type: "string" | "number" | "boolean" | "date" | "json" | "file" | "pointer" | "relation" | "geoPoint"
  /** Where a pointer or a relation leads to. */
  readonly table?: string
  /** No record may leave it empty. */
  readonly required?: true
  /** What a new record has where nothing is given. */
  readonly default?: unknown
  /** No two records have the same. */
  readonly unique?: true
  /** Conditions and orders by it are fast. */
  readonly index?: true
  /** Its words are found by `search`. */
  readonly search?: true
}

export type ColumnChange = {
  readonly type: "add"
  readonly column: Column
} | {
  readonly type: "rename"
  readonly column: string
  readonly to: string
} | {
  readonly type: "remove"
  readonly column: string
} | {
  readonly type: "retype"
  readonly column: string
  readonly to: "string" | "number" | "boolean" | "date" | "json" | "file" | "pointer" | "relation" | "geoPoint"
  readonly table?: string
} | {
  readonly type: "set"
  readonly column: string
  readonly required?: boolean
  readonly unique?: boolean
  readonly index?: boolean
  readonly search?: boolean
  /** Null takes it away. */
  readonly default?: unknown
} | {
  readonly type: "rename-table"
  readonly to: string
} | {
  readonly type: "lock"
} | {
  readonly type: "unlock"
} | {
  readonly type: "access"
  /** Null takes the rules away. */
  readonly access: TableAccess | null
}

export type Connection = {
  /** What nodes name in `with.connection`. */
  readonly name: string
  readonly type: string
  /** Without the secrets, which are never shown. */
  readonly values: unknown
  /** The secret fields that have a value. */
  readonly secrets: readonly string[]
  readonly origin: "environment" | "store"
  /** Another one after each change. */
  readonly revision: string
  /** Why a connection of the environment cannot be read. */
  readonly problem?: string
  readonly createdAt?: string
  readonly updatedAt?: string
}

export type ConnectionType = {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly summary: string
  /** Markdown. */
  readonly docs: string
  /** JSON Schema of `values`; what is secret says `"secret": true`. */
  readonly schema: unknown
  readonly secretFields: readonly string[]
  readonly examples: readonly unknown[]
}

export type DeadLetter = {
  readonly id: string
  readonly workflowId: string
  readonly workflowVersion: number
  readonly triggerId: string
  readonly triggerType: string
  readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  readonly startedAt: string
  readonly finishedAt?: string
  readonly durationMs?: number
  /** When it goes on at the latest, while it waits. */
  readonly dueAt?: string
  /** Set while it cleans up after a cancel. */
  readonly canceling?: true
  readonly error?: StepError
  readonly waitsFor?: WaitsFor
  readonly parent?: {
    readonly executionId: string
    readonly step: string
  }
  /** Of a workflow with limits: who is admitted first, 0 to 100. */
  readonly priority?: number
  /** What its limit counts by. */
  readonly key?: string
  /** Set when it failed for good: what became of it as a dead letter. */
  readonly letter?: "open" | "replayed" | "discarded"
  /** The execution that ran it again. */
  readonly replayedAs?: string
  /** The execution that this one runs again. */
  readonly replayOf?: string
  /** Somebody tried the workflow out: no statistics count it. */
  readonly isTest?: true
  readonly trigger?: {
    readonly id: string
    readonly type: string
    /** Any JSON value. */
    readonly data: unknown
  }
  /** Any JSON value. */
  readonly inputs?: unknown
}

export type DeadLetterCounts = {
  readonly items: readonly {
    readonly workflowId: string
    readonly count: number
    readonly oldestAt: string
    readonly newestAt: string
  }[]
}

export type DeadLetterList = {
  readonly items: readonly ExecutionSummary[]
  readonly nextCursor?: string
}

export type EditedWorkflow = {
  /** The file with the change made. */
  readonly source: string
  readonly inverse: Change
  readonly problems: readonly WorkflowProblem[]
}

export type Event = {
  readonly id: string
  readonly name: string
  readonly data: unknown
  readonly at: string
  /** The step, or the execution at its end, that it comes from; or who sent it. */
  readonly source: {
    readonly workflowId?: string
    readonly executionId?: string
    readonly step?: string
    readonly by?: string
  }
  /** How many events in a row have led to it, itself included. */
  readonly depth: number
  /** Whether all that listened for it has heard of it. */
  readonly isDelivered: boolean
  /** How many steps that waited for it have received it. */
  readonly received: number
  /** What it started, by trigger. */
  readonly firings: readonly ({
    readonly workflowId: string
    readonly triggerId: string
    readonly outcome: "started" | "failed"
    readonly executionId?: string
    /** Why it failed. */
    readonly message?: string
  })[]
}

export type Execution = {
  readonly id: string
  readonly workflowId: string
  readonly workflowVersion: number
  readonly triggerId: string
  readonly triggerType: string
  readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  readonly startedAt: string
  readonly finishedAt?: string
  readonly durationMs?: number
  /** When it goes on at the latest, while it waits. */
  readonly dueAt?: string
  /** Set while it cleans up after a cancel. */
  readonly canceling?: true
  readonly error?: StepError
  readonly waitsFor?: WaitsFor
  readonly parent?: {
    readonly executionId: string
    readonly step: string
  }
  /** Of a workflow with limits: who is admitted first, 0 to 100. */
  readonly priority?: number
  /** What its limit counts by. */
  readonly key?: string
  /** Set when it failed for good: what became of it as a dead letter. */
  readonly letter?: "open" | "replayed" | "discarded"
  /** The execution that ran it again. */
  readonly replayedAs?: string
  /** The execution that this one runs again. */
  readonly replayOf?: string
  /** Somebody tried the workflow out: no statistics count it. */
  readonly isTest?: true
  readonly trigger?: {
    readonly id: string
    readonly type: string
    /** Any JSON value. */
    readonly data: unknown
    /** The fields here that are too large to show: each holds the beginning of its JSON text instead. Ask with `full=true`, or for the step alone. */
    readonly previews?: { readonly [name: string]: {
      readonly bytes: number
      /** SHA-256 of its JSON text. */
      readonly hash: string
    } }
  }
  /** The fields that are masked, cut short or gone, for they are not to be kept. */
  readonly hides?: readonly string[]
  /** Any JSON value. */
  readonly inputs?: unknown
  /** Any JSON value. */
  readonly result: unknown
  /** Who paused, resumed and canceled it, and when. */
  readonly controls: readonly ({
    readonly action: "pause" | "resume" | "cancel"
    readonly at: string
    readonly by?: string
    readonly reason?: string
    /** Of a cancel: nothing was to clean up. */
    readonly forced?: true
  })[]
  readonly steps: readonly Step[]
  /** The step from which it runs `replayOf` again. */
  readonly replayFrom?: string
  /** The executions that run this one again, the newest first; 20 at most. */
  readonly replays?: readonly ({
    readonly executionId: string
    readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
    readonly startedAt: string
  })[]
  /** The fields here that are too large to show: each holds the beginning of its JSON text instead. Ask with `full=true`, or for the step alone. */
  readonly previews?: { readonly [name: string]: {
    readonly bytes: number
    /** SHA-256 of its JSON text. */
    readonly hash: string
  } }
}

export type ExecutionEvents = {
  readonly items: readonly {
    readonly type: string
    readonly at: string
  }[]
}

export type ExecutionList = {
  readonly items: readonly ExecutionSummary[]
  readonly nextCursor?: string
  /** With a text: whether all that is recorded was searched. */
  readonly search?: {
    readonly complete: boolean
    /** The index is behind: what was recorded after this time may be missing. */
    readonly completeTo?: string
  }
}

export type ExecutionSummary = {
  readonly id: string
  readonly workflowId: string
  readonly workflowVersion: number
  readonly triggerId: string
  readonly triggerType: string
  readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  readonly startedAt: string
  readonly finishedAt?: string
  readonly durationMs?: number
  /** When it goes on at the latest, while it waits. */
  readonly dueAt?: string
  /** Set while it cleans up after a cancel. */
  readonly canceling?: true
  readonly error?: StepError
  readonly waitsFor?: WaitsFor
  readonly parent?: {
    readonly executionId: string
    readonly step: string
  }
  /** Of a workflow with limits: who is admitted first, 0 to 100. */
  readonly priority?: number
  /** What its limit counts by. */
  readonly key?: string
  /** Set when it failed for good: what became of it as a dead letter. */
  readonly letter?: "open" | "replayed" | "discarded"
  /** The execution that ran it again. */
  readonly replayedAs?: string
  /** The execution that this one runs again. */
  readonly replayOf?: string
  /** Somebody tried the workflow out: no statistics count it. */
  readonly isTest?: true
}

export type File = {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  readonly sha256: string
  /** The execution that wrote it. */
  readonly executionId?: string
  readonly createdAt: string
}

export type FinishedExecution = {
  readonly executionId: string
  readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  /** Any JSON value. */
  readonly result: unknown
  readonly error?: StepError
  readonly startedAt: string
  readonly finishedAt: string
  readonly url?: string
  /** Of an execution that is not recorded, which can be found nowhere. */
  readonly recorded?: false
}

export type Imported = {
  readonly table: string
  /** Whether the table was made for it. */
  readonly isNew: boolean
  readonly newColumns: readonly Column[]
  /** Fields of the file that are columns of another name. */
  readonly renamed: { readonly [name: string]: string }
  /** Lines that are right. */
  readonly count: number
  readonly created: number
  readonly updated: number
  /** Lines that are not. */
  readonly wrong: number
  /** The first hundred. */
  readonly mistakes: readonly {
    readonly line: number
    readonly message: string
  }[]
}

export type ImportedWorkflow = {
  /** The id in the file. */
  readonly id: string
  /** The workflow file; it has no mistakes. */
  readonly yaml: string
  readonly notes: readonly ({
    /** `by-hand`: does not work before somebody has done something; `lost`: nothing stands for it. */
    readonly severity: "by-hand" | "changed" | "lost"
    readonly message: string
    /** What to do about it. */
    readonly next: string
    /** The name of the node it came from. */
    readonly node?: string
    /** The node in the file. */
    readonly id?: string
  })[]
}

export type ListedTrigger = {
  readonly workflowId: string
  readonly triggerId: string
  readonly type: string
  readonly name?: string
  readonly isEnabled: boolean
  /** What each start by it has, unless its starter gives others. */
  readonly inputs?: { readonly [name: string]: unknown }
  /** Where it is reached. */
  readonly url?: string
  readonly methods?: readonly string[]
  /** How a caller proves who it is; `api`: whoever may use the API. */
  readonly auth?: string
  /** Whoever knows the address may fire it. */
  readonly isOpen: boolean
  /** A call for a shell, secrets as variables. */
  readonly sample?: string
  /** The last execution that it started, if it is still kept. After a crash it may be one of some seconds before. */
  readonly last?: {
    readonly executionId: string
    readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
    readonly at: string
  }
  /** What came of the last time that it fired by the clock, or looked for what is new. */
  readonly lastTurn?: {
    readonly at: string
    readonly outcome: "started" | "skipped" | "nothing-new" | "failed"
    readonly message?: string
  }
  /** The last call that was refused, and how many were, since the server started. */
  readonly lastRefusal?: {
    readonly at: string
    readonly code: string
    readonly message: string
    readonly count: number
  }
  /** The last event that it heard, and what came of that. */
  readonly lastEvent?: {
    readonly id: string
    readonly name: string
    readonly at: string
    readonly outcome: "started" | "failed"
    readonly message?: string
  }
  /** When one fires that goes by the clock, in words. */
  readonly sentence?: string
  /** Of one that goes by the clock or looks for what is new. */
  readonly nextAt?: string
  /** Of one that goes by the clock or looks for what is new. */
  readonly isPaused?: boolean
}

export type ListedWorkflow = {
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly tags?: readonly string[]
  /** The newest; left out of a draft that was never published. */
  readonly version?: number
  readonly publishedAt?: string
  /** What whoever published it has said about it. */
  readonly note?: string
  readonly triggers: readonly Trigger[]
  readonly status: "published" | "draft"
  /** Something is edited that is not published. */
  readonly hasDraft: boolean
  /** How many mistakes keep the draft from being published; left out without a draft. */
  readonly mistakes?: number
  /** Why the version no longer validates, as after an upgrade: until it is mended and published, nothing starts it. */
  readonly problems?: readonly WorkflowProblem[]
  /** When its next schedule is due. */
  readonly nextAt?: string
  /** The last 20 that have ended, newest first, without test runs. */
  readonly lastRuns: readonly ({
    readonly executionId: string
    readonly status: "success" | "failed" | "canceled" | "timed_out" | "crashed"
    readonly startedAt: string
    readonly durationMs: number
  })[]
}

export type Listener = {
  readonly id: string
  readonly workflowId: string
  readonly version: number
  readonly mode: "run" | "data"
  readonly status: "listening" | "received" | "expired"
  readonly expiresAt: string
  readonly addresses: readonly {
    readonly trigger: string
    readonly method: string
    readonly url: string
  }[]
  readonly call?: {
    readonly trigger: string
    /** What the trigger brings. */
    readonly data?: unknown
    readonly executionId?: string
    /** Why nothing was started. */
    readonly error?: string
  }
  /** A call that was not taken; it goes on listening. */
  readonly lastRefusal?: {
    readonly code: string
    readonly message: string
  }
}

export type LogLine = {
  /** Grows in the order of writing. Live readers go on after it. */
  readonly position: string
  /** When it was logged. It is written when the attempt is over. */
  readonly at: string
  readonly level: "debug" | "info" | "warn" | "error"
  /** Its first 4,096 characters. */
  readonly message: string
  /** What was logged beside it; left out where that is longer than 4,096 characters. */
  readonly data?: unknown
  /** The execution has more of it. */
  readonly isCut?: boolean
  readonly workflowId: string
  readonly executionId: string
  /** The path of the step: `each_line[3].ship`. */
  readonly step: string
  readonly node: string
  readonly attempt: number
}

export type ManyReplayed = {
  readonly replayed: readonly {
    readonly id: string
    readonly executionId: string
  }[]
  /** They stay open. */
  readonly failed: readonly {
    readonly id: string
    readonly code: string
    readonly message: string
  }[]
  /** The limit left out letters that the filter would take. */
  readonly hasMore: boolean
}

export type Metric = {
  readonly count: true
} | {
  readonly sum: string
} | {
  readonly avg: string
} | {
  readonly min: string
} | {
  readonly max: string
} | {
  readonly distinct: string
}

export type NewTableToken = {
  /** Names it without letting in. */
  readonly tokenId: string
  /** Who asks with it, as the `owner` of records. Null is nobody in particular. */
  readonly id: string | null
  readonly roles: readonly string[]
  readonly createdAt: string
  /** Left out, it lasts until it is revoked. */
  readonly expiresAt?: string
  readonly token: string
}

export type NodeType = {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly group: string
  readonly summary: string
  readonly effects: "pure" | "read" | "idempotent" | "external"
  readonly scope?: "for-each" | "loop" | "try"
  /** The normal port first. `error` and `timeout` are there besides. */
  readonly ports: readonly string[]
  /** How the parameters name the ports, where they do; `ports` are then those without parameters. */
  readonly namedPorts?: {
    /** Keys of `with` whose own keys, or items, are ports. */
    readonly from: readonly string[]
    /** Ports that are there besides, after the named ones. */
    readonly always?: readonly string[]
    /** The ports when none is named. */
    readonly otherwise?: readonly string[]
  }
  /** Keys of `with` in which nothing is an expression. */
  readonly literalParams?: readonly string[]
  /** Markdown. */
  readonly docs: string
  /** JSON Schema of `with`. */
  readonly params: unknown
  /** JSON Schema of the output. */
  readonly output?: unknown
  /** Types of connections that it takes. */
  readonly connections: readonly string[]
  readonly examples: readonly unknown[]
}

export type NodeTypeSummary = {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly group: string
  readonly summary: string
  readonly effects: "pure" | "read" | "idempotent" | "external"
  readonly scope?: "for-each" | "loop" | "try"
  /** The normal port first. `error` and `timeout` are there besides. */
  readonly ports: readonly string[]
  /** How the parameters name the ports, where they do; `ports` are then those without parameters. */
  readonly namedPorts?: {
    /** Keys of `with` whose own keys, or items, are ports. */
    readonly from: readonly string[]
    /** Ports that are there besides, after the named ones. */
    readonly always?: readonly string[]
    /** The ports when none is named. */
    readonly otherwise?: readonly string[]
  }
  /** Keys of `with` in which nothing is an expression. */
  readonly literalParams?: readonly string[]
}

export type ParseClass = {
  readonly class: string
  /** What its table is called here; null where it is left out. */
  readonly table: string | null
  /** How many there are; null where it is left out. */
  readonly records: number | null
  /** How many records the table has already; null where there is no such table. */
  readonly existing: number | null
  readonly columns: readonly ({
    readonly name: string
    readonly type: "string" | "number" | "boolean" | "date" | "json" | "file" | "pointer" | "relation" | "geoPoint"
    /** The field in Parse. */
    readonly from: string
    /** Where a pointer or a relation leads. */
    readonly table?: string
    /** Where it leads in Parse. */
    readonly targetClass?: string
    /** What is not as it was. */
    readonly note?: string
  })[]
  readonly notes: readonly string[]
  /** Whether it can be imported; `notes` says why not. */
  readonly isOffered: boolean
}

export type ParseImport = {
  /** Of the execution. While it copies it is running and waiting by turns. */
  readonly status: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  readonly connection: string
  readonly classes: readonly {
    readonly class: string
    readonly table: string
    /** How many there were at the start. */
    readonly records: number
    readonly imported: number
    /** How often something could not be kept as it was: the log of the step says what. */
    readonly losses: number
    readonly isDone: boolean
  }[]
  readonly error?: {
    /** In which it failed. */
    readonly class?: string
    readonly code: string
    readonly message: string
  }
  /** The newest execution that goes on where this one ended. */
  readonly retriedAs?: string
}

export type Poll = {
  readonly workflowId: string
  readonly triggerId: string
  readonly isPaused: boolean
  /** When it looks next. Left out while it is paused or switched off. */
  readonly nextAt?: string
  /** The last look. */
  readonly last?: {
    readonly at: string
    readonly outcome: "started" | "nothing-new" | "failed"
    readonly message?: string
  }
  /** Looks that have failed since the last one that did not. */
  readonly failures: number
  /** Found, with their executions not begun yet. */
  readonly pending: number
  readonly lastExecution?: {
    readonly id: string
    readonly status?: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  }
}

/** A problem document (RFC 9457). Some codes bring more members, e.g. `problems` or `position`. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  /** What is wrong with this request, and what to do about it. */
  readonly detail: string
  /** Stable; docs/errors.md lists them. */
  readonly code: string
  /** Stands in the log of the server too. */
  readonly requestId: string
}

export type Record = {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
}

export type ReplayedExecution = {
  /** The new execution. */
  readonly executionId: string
  readonly status: "running"
  readonly url: string
  readonly replayOf: string
  readonly workflowVersion: number
  /** The version is a draft: no trigger uses it. */
  readonly draft?: true
  /** How many steps are taken over and not run. */
  readonly kept: number
  /** The nodes of such steps that have other parameters in this version. */
  readonly changedNodes: readonly string[]
  /** Such steps in whose outputs a secret is masked; 100 at most. */
  readonly maskedSteps?: readonly string[]
  readonly warnings: readonly string[]
}

export type Schedule = {
  readonly workflowId: string
  readonly triggerId: string
  readonly isPaused: boolean
  /** Left out while it is paused or switched off, and when no time is left. */
  readonly nextAt?: string
  readonly last?: {
    /** The time that was due. */
    readonly at: string
    readonly outcome: "started" | "skipped" | "failed"
    readonly message?: string
  }
  readonly lastExecution?: {
    readonly id: string
    readonly status?: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  }
}

export type ScheduleDetail = {
  readonly workflowId: string
  readonly triggerId: string
  readonly isPaused: boolean
  /** Left out while it is paused or switched off, and when no time is left. */
  readonly nextAt?: string
  readonly last?: {
    /** The time that was due. */
    readonly at: string
    readonly outcome: "started" | "skipped" | "failed"
    readonly message?: string
  }
  readonly lastExecution?: {
    readonly id: string
    readonly status?: "queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed"
  }
  /** When it fires, in words. */
  readonly sentence?: string
  /** The next times, as if it were not paused. */
  readonly upcoming: readonly string[]
}

export type SearchProgress = {
  /** The position in the log that the index has come to. */
  readonly indexed: number
  /** The last position in the log. */
  readonly recorded: number
  /** What the index takes on disk. */
  readonly bytes: number
}

export type ShownWorkflow = {
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly version: number
  readonly publishedAt: string
  /** What whoever published it has said about it. */
  readonly note?: string
  /** It is kept for the executions that replay with it: no trigger uses it. */
  readonly draft?: true
  readonly triggers: readonly Trigger[]
  /** SHA-256 of the source, in hex. */
  readonly hash: string
  /** The file, byte for byte. */
  readonly source: string
  readonly inputs?: unknown
  readonly warnings: readonly WorkflowProblem[]
  /** How many of its executions have not ended, whatever their version. */
  readonly unfinished: {
    readonly running: number
    readonly queued: number
    readonly waiting: number
    readonly paused: number
  }
}

export type StartedExecution = {
  readonly executionId: string
  /** `dropped`: a limit had no room for it, and it was recorded as canceled. */
  readonly status: "running" | "queued" | "dropped" | "superseded"
  readonly url?: string
  /** Of an execution that is not recorded, which can be found nowhere. */
  readonly recorded?: false
}

export type StartedTestRun = {
  readonly executionId: string
  readonly status: "running" | "queued" | "dropped"
  readonly url: string
  /** The text that runs is kept under this number. */
  readonly workflowVersion: number
}

export type Statistics = {
  readonly from: string
  readonly to: string
  /** How many ended in the window. */
  readonly total: number
  readonly byStatus: { readonly [name: string]: number }
  /** From 0 to 1; absent when nothing ended. */
  readonly successRate?: number
  /** From start to end, waits included. The percentiles are known to within a tenth, the rest exactly. */
  readonly durationMs?: {
    readonly average: number
    readonly min: number
    readonly max: number
    readonly p50: number
    readonly p95: number
    readonly p99: number
  }
  /** How many have not ended at this moment, whenever they began; test runs too. */
  readonly unfinished: { readonly [name: string]: number }
  readonly workflows: readonly {
    readonly workflowId: string
    /** How many ended in the window. */
    readonly total: number
    readonly byStatus: { readonly [name: string]: number }
    /** From 0 to 1; absent when nothing ended. */
    readonly successRate?: number
    /** From start to end, waits included. The percentiles are known to within a tenth, the rest exactly. */
    readonly durationMs?: {
      readonly average: number
      readonly min: number
      readonly max: number
      readonly p50: number
      readonly p95: number
      readonly p99: number
    }
    /** How many have not ended at this moment, whenever they began; test runs too. */
    readonly unfinished: { readonly [name: string]: number }
  }[]
  readonly slots?: readonly {
    readonly from: string
    readonly to: string
    /** How many ended in the window. */
    readonly total: number
    readonly byStatus: { readonly [name: string]: number }
    /** From 0 to 1; absent when nothing ended. */
    readonly successRate?: number
    /** From start to end, waits included. The percentiles are known to within a tenth, the rest exactly. */
    readonly durationMs?: {
      readonly average: number
      readonly min: number
      readonly max: number
      readonly p50: number
      readonly p95: number
      readonly p99: number
    }
  }[]
}

export type Status = {
  readonly version: string
  readonly startedAt: string
  readonly uptimeSeconds: number
  readonly store: string
  /** How many are published. */
  readonly workflows: number
  /** How many webhook paths are served. */
  readonly webhooks: number
  /** It looks every minute. */
  readonly watchdog: {
    /** When it last looked at every execution that has not ended. */
    readonly lookedAt?: string
    /** How many executions it found since the start that nobody would have gone on with. */
    readonly stalled: number
    /** The last of them. */
    readonly found: readonly ({
      readonly executionId: string
      readonly workflowId: string
      readonly at: string
      readonly code: "overdue" | "unowned" | "unregistered"
      readonly message: string
      /** `revived`: it was taken up. */
      readonly outcome: string
    })[]
  }
  /** Where everything is shipped to; absent without `--replica`. */
  readonly replica?: {
    /** `copying`: it is being begun, and only what was shipped before can be restored; `behind`: it lacks something of more than a second ago. */
    readonly state: "copying" | "following" | "behind" | "failing"
    readonly directory: string
    /** Since when it is so. */
    readonly since: string
    /** How old what it lacks may be; 0 when it has everything. */
    readonly lagMs: number
    /** When it last had everything. */
    readonly shippedAt?: string
    /** Why it is not written to. */
    readonly error?: string
  }
  /** Webhooks that another workflow holds; the workflows say which. */
  readonly webhookConflicts: number
}

export type Step = {
  /** From 0, in the order in which the steps began. */
  readonly index: number
  /** The path of the step. */
  readonly step: string
  readonly node: string
  readonly type: string
  readonly status: "running" | "waiting" | "retrying" | "success" | "failed" | "canceled" | "timed_out" | "skipped"
  readonly startedAt: string
  readonly finishedAt?: string
  readonly durationMs?: number
  /** The evaluated parameters of the last attempt, secrets masked. */
  readonly input?: unknown
  readonly output?: unknown
  readonly port?: string
  readonly error?: StepError
  /** Why it was skipped or canceled, or what it waits for. */
  readonly reason?: string
  /** Until when it waits. */
  readonly until?: string
  /** Who sent what it waited for. */
  readonly by?: string
  /** In a test run: its output stands in for running it. */
  readonly given?: true
  /** It was not run here: its outcome is that of this execution, or was given by whoever replayed it. */
  readonly taken?: {
    readonly executionId: string
    readonly given?: true
  }
  /** The fields that are masked, cut short or gone, for they are not to be kept. */
  readonly hides?: readonly string[]
  readonly waiting?: {
    readonly for: "event" | "call" | "approval" | "form"
    /** The name of the event that it waits for. */
    readonly event?: string
    /** The address at which it can be answered, once. Whoever has it may answer: hand it on with care. */
    readonly url?: string
  }
  readonly waitsFor?: WaitsFor
  readonly attempts: readonly {
    readonly attempt: number
    readonly startedAt: string
    readonly finishedAt?: string
    readonly durationMs?: number
    readonly error?: StepError
    /** How long it waited, or waits, for the next attempt. */
    readonly retryDelayMs?: number
  }[]
  readonly logs: readonly ({
    readonly at: string
    readonly level: "debug" | "info" | "warn" | "error"
    readonly message: string
    readonly data?: unknown
  })[]
  /** The fields here that are too large to show: each holds the beginning of its JSON text instead. Ask with `full=true`, or for the step alone. */
  readonly previews?: { readonly [name: string]: {
    readonly bytes: number
    /** SHA-256 of its JSON text. */
    readonly hash: string
  } }
}

export type StepError = {
  readonly code: string
  readonly class: "retryable" | "fatal" | "timeout" | "canceled"
  readonly message: string
  readonly stack?: string
  readonly retryAfterMs?: number
  /** The step that failed first, when the error has travelled through scopes. */
  readonly step?: string
  readonly details?: unknown
}

export type Table = {
  readonly name: string
  readonly columns: readonly Column[]
  /** Fields that it does not have are refused; otherwise a new one becomes a column. */
  readonly isLocked: boolean
  /** Left out, only the operator gets at its records. With it each has an `owner`. */
  readonly access?: TableAccess
  readonly createdAt: string
  /** The last change of its columns. */
  readonly updatedAt: string
}

/** `anyone`, `signed-in` (known by an id), `owner` (of the record) or `role:NAME`; what is left out nobody may. */
export type TableAccess = {
  /** Whose records are seen. With `owner` everybody sees their own. */
  readonly read?: readonly string[]
  /** Who makes a record owns it. */
  readonly create?: readonly string[]
  /** Of the records that are seen. */
  readonly update?: readonly string[]
  /** Of the records that are seen. */
  readonly delete?: readonly string[]
}

export type TableChanged = {
  /** As it is now, or as it would be. */
  readonly table: Table
  readonly losses: readonly {
    readonly change: ColumnChange
    /** How many records. */
    readonly count: number
    readonly examples: readonly {
      readonly id: string
      readonly value: unknown
    }[]
    /** Whether `discard` would go ahead; otherwise mend the records first. */
    readonly isDiscardable: boolean
  }[]
}

export type TableDetail = {
  readonly name: string
  readonly columns: readonly Column[]
  /** Fields that it does not have are refused; otherwise a new one becomes a column. */
  readonly isLocked: boolean
  /** Left out, only the operator gets at its records. With it each has an `owner`. */
  readonly access?: TableAccess
  readonly createdAt: string
  /** The last change of its columns. */
  readonly updatedAt: string
  readonly count: number
}

export type TableToken = {
  /** Names it without letting in. */
  readonly tokenId: string
  /** Who asks with it, as the `owner` of records. Null is nobody in particular. */
  readonly id: string | null
  readonly roles: readonly string[]
  readonly createdAt: string
  /** Left out, it lasts until it is revoked. */
  readonly expiresAt?: string
}

export type Template = {
  readonly id: string
  readonly name: string
  /** What one would use it for. */
  readonly summary: string
  readonly tags: readonly string[]
  /** The types of its triggers. */
  readonly triggers: readonly string[]
  /** The file. */
  readonly source: string
}

export type Trigger = {
  readonly id: string
  readonly type: string
  readonly name?: string
  readonly disabled?: boolean
  readonly with?: unknown
  /** Of a webhook. */
  readonly url?: string
  /** Of a webhook. */
  readonly methods?: readonly string[]
  /** Methods of this webhook that another workflow has claimed before, and which one. */
  readonly conflicts?: readonly {
    readonly method: string
    readonly heldBy: string
  }[]
}

export type TriggerType = {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly summary: string
  /** Markdown. */
  readonly docs: string
  /** JSON Schema of `with`. */
  readonly params: unknown
  /** JSON Schema of what it brings, beside `id` and `type`. */
  readonly data?: unknown
  readonly examples: readonly unknown[]
}

export type TriggerTypeSummary = {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly summary: string
}

export type Validation = {
  readonly valid: boolean
  /** The id in the file, when it could be read. */
  readonly id?: string
  readonly problems: readonly WorkflowProblem[]
}

export type Value = {
  readonly key: string
  readonly value: unknown
  /** Another one after each write. */
  readonly revision: number
  readonly expiresAt?: string
}

/** Why it has not ended: one cause and one sentence. */
export type WaitsFor = {
  readonly code: "running" | "retry" | "time" | "again" | "event" | "answer" | "decision" | "call" | "inside" | "interval" | "held" | "queued" | "paused" | "canceling" | "held-up" | "due" | "left" | "timer" | "under-way"
  readonly sentence: string
  readonly since: string
  /** When it ends at the latest, by itself. */
  readonly until?: string
  /** Of an execution: the step that holds it. */
  readonly step?: string
  /** How many more steps have not settled either. */
  readonly others?: number
  readonly type?: string
  readonly attempt?: number
  readonly attempts?: number
  /** The code of the failure before a retry, or what the store says. */
  readonly error?: string
  readonly event?: string
  readonly executionId?: string
  readonly workflow?: string
  readonly progress?: {
    readonly finished: number
    readonly total: number
  }
  /** Of one that is queued: what the limit counts by. */
  readonly key?: string
  /** Which limit holds it back. */
  readonly cause?: "concurrency" | "rate-limit" | "debounce" | "instance"
  /** How many are admitted before it. */
  readonly ahead?: number
  /** How many may run at once. */
  readonly limit?: number
  readonly rate?: {
    readonly limit: number
    readonly perMs: number
  }
  /** The execution that called it, waits for it and holds the place it needs. */
  readonly heldByCaller?: string
  readonly by?: string
  readonly note?: string
}

export type Workflow = {
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly version: number
  readonly publishedAt: string
  /** What whoever published it has said about it. */
  readonly note?: string
  /** It is kept for the executions that replay with it: no trigger uses it. */
  readonly draft?: true
  readonly triggers: readonly Trigger[]
  /** SHA-256 of the source, in hex. */
  readonly hash: string
  /** The file, byte for byte. */
  readonly source: string
  readonly inputs?: unknown
  readonly warnings: readonly WorkflowProblem[]
}

export type WorkflowDraft = {
  readonly workflowId: string
  /** The text, with or without mistakes. Where nothing is edited, that of the newest version. */
  readonly source: string
  /** Another one after each write; 0 where nothing is edited. */
  readonly revision: number
  /** The version that is edited. */
  readonly base: {
    readonly version: number
  } | null
  /** The newest version. */
  readonly newest: {
    readonly version: number
  } | null
  /** Another version was published since the draft was begun. */
  readonly isBehind: boolean
  readonly updatedAt: string
  readonly problems: readonly WorkflowProblem[]
  readonly layout: WorkflowLayout
  readonly pins: WorkflowPins
}

export type WorkflowDraftWritten = {
  readonly workflowId: string
  /** Another one after each write; 0 where nothing is edited. */
  readonly revision: number
  /** The version that is edited. */
  readonly base: {
    readonly version: number
  } | null
  /** The newest version. */
  readonly newest: {
    readonly version: number
  } | null
  /** Another version was published since the draft was begun. */
  readonly isBehind: boolean
  readonly updatedAt: string
  readonly problems: readonly WorkflowProblem[]
}

export type WorkflowLayout = {
  /** By the path of the node, e.g. `each_line.ship`. */
  readonly nodes: { readonly [name: string]: {
    readonly x: number
    readonly y: number
  } }
  /** The scopes that are shown closed, and the groups, each as `group:` and its id. */
  readonly collapsed: { readonly [name: string]: true }
  readonly notes: { readonly [name: string]: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    /** Markdown. */
    readonly text: string
    readonly color?: string
  } }
  readonly groups: { readonly [name: string]: {
    readonly title: string
    readonly nodes: readonly string[]
    readonly color?: string
  } }
}

export type WorkflowList = {
  readonly items: readonly ListedWorkflow[]
  readonly nextCursor?: string
}

/** Outputs by node id. */
export type WorkflowPins = { readonly [name: string]: unknown }

export type WorkflowProblem = {
  readonly code: string
  readonly severity: "error" | "warning"
  readonly message: string
  readonly path: readonly (string | number)[]
  readonly position: {
    readonly line: number
    readonly column: number
    readonly offset: number
  }
  readonly suggestion?: string
}

export type WorkflowScope = {
  readonly node: string
  readonly names: readonly {
    readonly name: string
    readonly about: string
    /** JSON Schema of its value. */
    readonly schema: unknown
  }[]
}

export type WorkflowVersionList = {
  readonly items: readonly {
    readonly version: number
    readonly hash: string
    readonly publishedAt: string
    /** What whoever published it has said about it. */
    readonly note?: string
    /** It is kept for the executions that replay with it: no trigger uses it. */
    readonly draft?: true
    /** With `executions`: how many ran on it, counted up to 51. */
    readonly executions?: number
  }[]
  readonly nextCursor?: string
}

export type Schema0 = string | number | boolean | null | readonly Schema0[] | { readonly [name: string]: Schema0 }

/** What each call takes and answers. */
export interface Operations {
  /** List workflows, by id */
  "GET /api/v1/workflows": {
    readonly query?: {
      readonly search?: string
      readonly tag?: string
      readonly table?: string
      readonly status?: "published" | "draft"
      readonly limit?: number
      readonly cursor?: string
    }
    readonly answer: WorkflowList
  }
  /** Publish a workflow file */
  "POST /api/v1/workflows": {
    readonly query?: {
      readonly note?: string
    }
    readonly body: string
    readonly answer: Workflow
  }
  /** Show a workflow with its file, and how many of its executions have not ended */
  "GET /api/v1/workflows/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly version?: number
    }
    readonly answer: ShownWorkflow
  }
  /** Publish a workflow file under its id */
  "PUT /api/v1/workflows/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly note?: string
    }
    readonly body: string
    readonly answer: Workflow
  }
  /** Unpublish a workflow */
  "DELETE /api/v1/workflows/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: {
      readonly id: string
      readonly version: number
    }
  }
  /** Give a workflow another name */
  "PATCH /api/v1/workflows/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      readonly name: string
    }
    readonly answer: Workflow
  }
  /** List the versions of a workflow, newest first */
  "GET /api/v1/workflows/{id}/versions": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly drafts?: "true" | "false" | ""
      readonly executions?: "true" | "false" | ""
    }
    readonly answer: WorkflowVersionList
  }
  /** Check a workflow file without publishing it */
  "POST /api/v1/workflows/validate": {
    readonly body: string
    readonly answer: Validation
  }
  /** Show the draft of a workflow, with the layout and the pinned outputs of its canvas */
  "GET /api/v1/workflows/{id}/draft": {
    readonly params: {
      readonly id: string
    }
    readonly answer: WorkflowDraft
  }
  /** Write the draft of a workflow */
  "PUT /api/v1/workflows/{id}/draft": {
    readonly params: {
      readonly id: string
    }
    readonly headers?: {
      readonly "if-match"?: string
      readonly "if-none-match"?: "*"
    }
    readonly body: {
      readonly source: string
      /** Of a draft that begins: the version that the text was made from. */
      readonly base?: number
      /** Who makes the change: comes back in live messages. */
      readonly client?: string
    }
    readonly answer: WorkflowDraftWritten
  }
  /** Discard the draft of a workflow */
  "DELETE /api/v1/workflows/{id}/draft": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly client?: string
    }
    readonly answer: undefined
  }
  /** Publish the draft of a workflow */
  "POST /api/v1/workflows/{id}/draft/publish": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      /** Of the draft. */
      readonly revision: number
      /** What is new, for the list of versions. */
      readonly note?: string
      /** Also over a version, or a file with mistakes, that came after the draft was begun. */
      readonly overwrite?: boolean
      /** Who makes the change: comes back in live messages. */
      readonly client?: string
    }
    readonly answer: Workflow
  }
  /** Publish the text of an older version again */
  "POST /api/v1/workflows/{id}/roll-back": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      readonly version: number
      /** What is new, for the list of versions. */
      readonly note?: string
      /** Also over a version, or a file with mistakes, that came after the draft was begun. */
      readonly overwrite?: boolean
      /** Who makes the change: comes back in live messages. */
      readonly client?: string
    }
    readonly answer: Workflow
  }
  /** Show where things stand on the canvas of a workflow */
  "GET /api/v1/workflows/{id}/layout": {
    readonly params: {
      readonly id: string
    }
    readonly answer: WorkflowLayout
  }
  /** Change where things stand on the canvas of a workflow */
  "PATCH /api/v1/workflows/{id}/layout": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly client?: string
    }
    readonly body: {
      /** Null takes an entry away. */
      readonly nodes?: { readonly [name: string]: {
        readonly x: number
        readonly y: number
      } | null }
      /** Null takes an entry away. */
      readonly collapsed?: { readonly [name: string]: true | null }
      /** Null takes an entry away. */
      readonly notes?: { readonly [name: string]: {
        readonly x: number
        readonly y: number
        readonly width: number
        readonly height: number
        /** Markdown. */
        readonly text: string
        readonly color?: string
      } | null }
      /** Null takes an entry away. */
      readonly groups?: { readonly [name: string]: {
        readonly title: string
        readonly nodes: readonly string[]
        readonly color?: string
      } | null }
    }
    readonly answer: undefined
  }
  /** Show the pinned outputs of a workflow */
  "GET /api/v1/workflows/{id}/pins": {
    readonly params: {
      readonly id: string
    }
    readonly answer: WorkflowPins
  }
  /** Pin outputs of nodes for test runs */
  "PATCH /api/v1/workflows/{id}/pins": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly client?: string
    }
    readonly body: { readonly [name: string]: unknown }
    readonly answer: undefined
  }
  /** Make a change in the text of a workflow file */
  "POST /api/v1/workflows/edit": {
    readonly body: {
      /** The file. */
      readonly source: string
      readonly change: Change
    }
    readonly answer: EditedWorkflow
  }
  /** List the workflows to begin with */
  "GET /api/v1/templates": {
    readonly answer: {
      readonly items: readonly Template[]
    }
  }
  /** Convert a workflow exported from n8n */
  "POST /api/v1/import/n8n": {
    readonly body: { readonly [name: string]: unknown }
    readonly answer: ImportedWorkflow
  }
  /** See what an import from a Parse server would bring */
  "POST /api/v1/import/parse/review": {
    readonly body: {
      /** Of type `parse`. */
      readonly connection: string
    }
    readonly answer: {
      readonly classes: readonly ParseClass[]
    }
  }
  /** Import classes from a Parse server */
  "POST /api/v1/import/parse": {
    readonly body: {
      /** Of type `parse`. */
      readonly connection: string
      readonly classes: readonly string[]
    }
    readonly answer: {
      readonly workflow: string
      /** Its id. */
      readonly execution: string
    }
  }
  /** Show how far an import has come */
  "GET /api/v1/import/parse/{execution}": {
    readonly params: {
      readonly execution: string
    }
    readonly answer: ParseImport
  }
  /** List what is in scope at a node of a text */
  "POST /api/v1/workflows/scope": {
    readonly body: {
      /** The file. */
      readonly source: string
      /** The id of the node that is to be written or completed. */
      readonly node: string
    }
    readonly answer: WorkflowScope
  }
  /** List what is in scope at a node of a published workflow */
  "GET /api/v1/workflows/{id}/scope": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly node?: string
      readonly version?: number
    }
    readonly answer: WorkflowScope
  }
  /** Run the draft of a workflow, or a part of it */
  "POST /api/v1/workflows/{id}/draft/run": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly wait?: "true" | "false" | ""
    }
    readonly body: {
      /** The id of a trigger; the first manual one when left out. */
      readonly trigger?: string
      /** By name. */
      readonly inputs?: { readonly [name: string]: unknown }
      /** What the trigger would receive: for a webhook the body, else a map. */
      readonly data?: unknown
      /** The last node that is run; what it does not need is not run either. */
      readonly until?: string
      /** The one node that is run. */
      readonly only?: string
      /** With `only` or `until`: what that node sees as `input`. */
      readonly input?: unknown
      /** With `only`: the item of the for-each around it. */
      readonly item?: unknown
      /** An execution of the workflow: with `only` the node reads its outputs where nothing is pinned. Trigger and inputs are its too, unless they are given. */
      readonly from?: string
      /** Whether pinned outputs stand in for running their nodes. */
      readonly pins?: boolean
    }
    readonly answer: FinishedExecution | StartedTestRun
  }
  /** Start an execution */
  "POST /api/v1/workflows/{id}/run": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly wait?: "true" | "false" | ""
    }
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: {
      /** The id of a trigger; the first manual one when left out. */
      readonly trigger?: string
      /** By name. */
      readonly inputs?: { readonly [name: string]: unknown }
      /** What the trigger would receive: for a webhook the body, else a map. */
      readonly data?: unknown
      /** Who is admitted first where limits hold executions back; the one of the workflow when left out. */
      readonly priority?: number
    }
    readonly answer: FinishedExecution | StartedExecution
  }
  /** Listen for one call at the test addresses of a workflow */
  "POST /api/v1/workflows/{id}/listen": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      /** The text of a draft; what is published, when left out. What is published stays. */
      readonly source?: string
      /** Only this webhook; all of the workflow when left out. */
      readonly trigger?: string
      /** `run` starts an execution, marked by `trigger.test`; `data` only shows what came. */
      readonly mode?: "run" | "data"
      /** How long to listen. */
      readonly for?: string
    }
    readonly answer: Listener
  }
  /** Show what a listener has received */
  "GET /api/v1/listeners/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly wait?: "true" | "false" | ""
    }
    readonly answer: Listener
  }
  /** Stop listening */
  "DELETE /api/v1/listeners/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: undefined
  }
  /** The JSON Schema of the workflow file, with all node and trigger types */
  "GET /api/v1/workflow-schema.json": {
    readonly answer: string
  }
  /** List executions, newest first */
  "GET /api/v1/executions": {
    readonly query?: {
      readonly search?: string
      readonly workflow?: string | readonly string[]
      readonly status?: string | readonly string[]
      readonly trigger?: string
      readonly key?: string
      readonly version?: number
      readonly startedFrom?: string
      readonly startedTo?: string
      readonly minDuration?: string
      readonly maxDuration?: string
      readonly parent?: string
      readonly replayOf?: string
      readonly test?: "true" | "false" | ""
      readonly limit?: number
      readonly cursor?: string
    }
    readonly answer: ExecutionList
  }
  /** Export the list of executions as CSV, JSON or NDJSON */
  "GET /api/v1/executions/export": {
    readonly query?: {
      readonly search?: string
      readonly workflow?: string | readonly string[]
      readonly status?: string | readonly string[]
      readonly trigger?: string
      readonly key?: string
      readonly version?: number
      readonly startedFrom?: string
      readonly startedTo?: string
      readonly minDuration?: string
      readonly maxDuration?: string
      readonly parent?: string
      readonly replayOf?: string
      readonly test?: "true" | "false" | ""
      readonly format?: "csv" | "json" | "ndjson"
    }
    readonly answer: string
  }
  /** Show an execution with every step */
  "GET /api/v1/executions/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly full?: "true" | "false" | ""
    }
    readonly answer: Execution
  }
  /** Delete an execution that has ended */
  "DELETE /api/v1/executions/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: undefined
  }
  /** Show one step of an execution, with large values whole */
  "GET /api/v1/executions/{id}/steps/{step}": {
    readonly params: {
      readonly id: string
      readonly step: string
    }
    readonly answer: Step
  }
  /** Show the log of an execution */
  "GET /api/v1/executions/{id}/events": {
    readonly params: {
      readonly id: string
    }
    readonly answer: ExecutionEvents
  }
  /** Delete several executions that have ended */
  "POST /api/v1/executions/delete": {
    readonly body: {
      /** Either these … */
      readonly ids?: readonly string[]
      /** … or all that have ended and fit; `{}` is every one. */
      readonly filter?: {
        readonly workflow?: string
        readonly status?: readonly ("queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed")[]
        readonly startedFrom?: string
        readonly startedTo?: string
      }
      /** Of `filter`: how many at most, the newest first. */
      readonly limit?: number
      /** Of `filter`: the `nextCursor` of the answer before. */
      readonly cursor?: string
    }
    readonly answer: {
      readonly deleted: number
      /** Unknown, still running, or needed by one that is. */
      readonly kept: readonly string[]
      /** There may be more that fit: ask again with it. */
      readonly nextCursor?: string
    }
  }
  /** Pause an execution */
  "POST /api/v1/executions/{id}/pause": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      /** Why, for the history. */
      readonly reason?: string
      /** Who asks for it, for the history. */
      readonly by?: string
    }
    readonly answer: {
      readonly executionId: string
      readonly status: "paused"
    }
  }
  /** Resume a paused execution */
  "POST /api/v1/executions/{id}/resume": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      /** Why, for the history. */
      readonly reason?: string
      /** Who asks for it, for the history. */
      readonly by?: string
    }
    readonly answer: {
      readonly executionId: string
      readonly status: "resumed"
    }
  }
  /** Cancel an execution */
  "POST /api/v1/executions/{id}/cancel": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      /** Why, for the history. */
      readonly reason?: string
      /** Who asks for it, for the history. */
      readonly by?: string
      /** Nothing cleans up. */
      readonly force?: boolean
    }
    readonly answer: {
      readonly executionId: string
      readonly status: "canceling"
    }
  }
  /** Run what failed again */
  "POST /api/v1/executions/{id}/retry": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly wait?: "true" | "false" | ""
    }
    readonly body: { readonly [name: string]: unknown }
    readonly answer: FinishedExecution | ReplayedExecution
  }
  /** Run an execution again from a step */
  "POST /api/v1/executions/{id}/replay": {
    readonly params: {
      readonly id: string
    }
    readonly query?: {
      readonly wait?: "true" | "false" | ""
    }
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: {
      /** The path of the step to run again, with all that follows it. Left out, everything is run again. */
      readonly from?: string
      /** What that step sees as `input`: given as the output of the step before it. */
      readonly input?: unknown
      /** Outputs to go on with in place of the recorded ones, by the path of the step. */
      readonly outputs?: { readonly [name: string]: unknown }
      /** Laid over the data of the trigger, name by name. Only without `from`. */
      readonly data?: { readonly [name: string]: unknown }
      /** In place of the inputs. Only without `from`. */
      readonly inputs?: { readonly [name: string]: unknown }
      /** The version of the workflow to run; the one it ran with when left out. */
      readonly version?: "newest" | number
      /** An edited workflow file to run, which is kept as a draft and not published. */
      readonly workflow?: string
    }
    readonly answer: FinishedExecution | ReplayedExecution
  }
  /** Call a workflow as a function */
  "POST /api/v1/functions/{name}": {
    readonly params: {
      readonly name: string
    }
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: unknown
    readonly answer: unknown
  }
  /** Cancel, retry, pause or resume many executions */
  "POST /api/v1/executions/bulk": {
    readonly body: {
      readonly action: "cancel" | "retry" | "pause" | "resume"
      /** Either these … */
      readonly ids?: readonly string[]
      /** … or all that fit and to which it can be done; `{}` is every one. */
      readonly filter?: {
        readonly workflow?: string
        readonly status?: readonly ("queued" | "running" | "waiting" | "paused" | "success" | "failed" | "canceled" | "timed_out" | "crashed")[]
        readonly trigger?: string
        readonly startedFrom?: string
        readonly startedTo?: string
      }
      /** Of `filter`: how many at most, the newest first. */
      readonly limit?: number
      /** Of `filter`: the `nextCursor` of the answer before. */
      readonly cursor?: string
      /** Only count them. */
      readonly dryRun?: boolean
      /** Why, for the history. */
      readonly reason?: string
      /** Who asks for it, for the history. */
      readonly by?: string
      /** Of a cancel: nothing cleans up. */
      readonly force?: boolean
    }
    readonly answer: BulkOutcome
  }
  /** Count what ended, and how long it took */
  "GET /api/v1/statistics": {
    readonly query?: {
      readonly workflow?: string
      readonly from?: string
      readonly last?: string
      readonly to?: string
      readonly step?: string
      readonly timezone?: string
    }
    readonly answer: Statistics
  }
  /** List what steps have logged, newest first */
  "GET /api/v1/logs": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly level?: "debug" | "info" | "warn" | "error"
      readonly workflow?: string
      readonly execution?: string
      readonly node?: string
      readonly text?: string
      readonly from?: string
      readonly to?: string
    }
    readonly answer: {
      readonly items: readonly LogLine[]
      readonly nextCursor?: string
    }
  }
  /** Show how far the search index has come */
  "GET /api/v1/search": {
    readonly answer: SearchProgress
  }
  /** Make the search index anew */
  "POST /api/v1/search/rebuild": {
    readonly body: { readonly [name: string]: unknown }
    readonly answer: SearchProgress
  }
  /** Approve or reject what a step waits for */
  "POST /api/v1/executions/{id}/steps/{step}/decision": {
    readonly params: {
      readonly id: string
      readonly step: string
    }
    readonly body: {
      readonly decision: "approved" | "rejected"
      readonly comment?: string
      readonly by?: string
    }
    readonly answer: {
      readonly executionId: string
      readonly step: string
      readonly decision: "approved" | "rejected"
    }
  }
  /** List what failed for good, newest first */
  "GET /api/v1/dead-letters": {
    readonly query?: {
      readonly workflow?: string
      readonly code?: string
      readonly failedFrom?: string
      readonly failedTo?: string
      readonly limit?: number
      readonly cursor?: string
    }
    readonly answer: DeadLetterList
  }
  /** Count open letters by workflow */
  "GET /api/v1/dead-letters/counts": {
    readonly answer: DeadLetterCounts
  }
  /** Show a dead letter with what it was started with */
  "GET /api/v1/dead-letters/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: DeadLetter
  }
  /** Discard a dead letter */
  "DELETE /api/v1/dead-letters/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: undefined
  }
  /** Run a dead letter again */
  "POST /api/v1/dead-letters/{id}/replay": {
    readonly params: {
      readonly id: string
    }
    readonly body: {
      /** `same` is the version that failed. */
      readonly version?: "newest" | "same"
    }
    readonly answer: {
      readonly executionId: string
      readonly replayOf: string
    }
  }
  /** Run several dead letters again */
  "POST /api/v1/dead-letters/replay": {
    readonly body: {
      /** Either these … */
      readonly ids?: readonly string[]
      /** … or all that fit; `{}` is every one. */
      readonly filter?: {
        /** The id of a workflow. */
        readonly workflow?: string
        /** The code of the error. */
        readonly code?: string
        /** Failed at this time or later. */
        readonly failedFrom?: string
        /** Failed before this time. */
        readonly failedTo?: string
      }
      /** Of `filter`: how many at most, the newest first. */
      readonly limit?: number
      /** `same` is the version that failed. */
      readonly version?: "newest" | "same"
    }
    readonly answer: ManyReplayed
  }
  /** Discard several dead letters */
  "POST /api/v1/dead-letters/discard": {
    readonly body: {
      /** Either these … */
      readonly ids?: readonly string[]
      /** … or all that fit; `{}` is every one. */
      readonly filter?: {
        /** The id of a workflow. */
        readonly workflow?: string
        /** The code of the error. */
        readonly code?: string
        /** Failed at this time or later. */
        readonly failedFrom?: string
        /** Failed before this time. */
        readonly failedTo?: string
      }
      /** Of `filter`: how many at most, the newest first. */
      readonly limit?: number
    }
    readonly answer: {
      readonly discarded: number
      readonly hasMore: boolean
    }
  }
  /** Send an event to whoever listens for it */
  "POST /api/v1/events": {
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: {
      readonly name: string
      /** What listeners get. */
      readonly data?: unknown
      /** Who sent it, for the history. */
      readonly by?: string
      /** The same id again is the same event. */
      readonly id?: string
    }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly isNew: boolean
      /** Whether all that listened for it has heard of it. */
      readonly isDelivered: boolean
      /** How many steps that waited for it have received it. */
      readonly received: number
      /** What it started, by trigger. */
      readonly firings: readonly ({
        readonly workflowId: string
        readonly triggerId: string
        readonly outcome: "started" | "failed"
        readonly executionId?: string
        /** Why it failed. */
        readonly message?: string
      })[]
    }
  }
  /** List events with what each has started, newest first */
  "GET /api/v1/events": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly name?: string
      readonly workflow?: string
      readonly trigger?: string
      readonly from?: string
      readonly to?: string
    }
    readonly answer: {
      readonly items: readonly Event[]
      readonly nextCursor?: string
    }
  }
  /** Show an event with what it has started */
  "GET /api/v1/events/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: Event
  }
  /** List schedules, by workflow */
  "GET /api/v1/schedules": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly workflow?: string
    }
    readonly answer: {
      readonly items: readonly Schedule[]
      readonly nextCursor?: string
    }
  }
  /** Say when a trigger would fire */
  "POST /api/v1/schedules/preview": {
    readonly body: {
      /** The trigger type. */
      readonly type?: string
      /** Its parameters. */
      readonly with: { readonly [name: string]: Schema0 }
      /** Now, when left out. */
      readonly after?: string
      /** How many of the next times. */
      readonly count?: number
    }
    readonly answer: {
      readonly sentence: string
      readonly upcoming: readonly string[]
    }
  }
  /** Show a schedule with its next times */
  "GET /api/v1/schedules/{workflow}/{trigger}": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly query?: {
      readonly count?: number
    }
    readonly answer: ScheduleDetail
  }
  /** Pause a schedule */
  "POST /api/v1/schedules/{workflow}/{trigger}/pause": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: Schedule
  }
  /** Resume a schedule */
  "POST /api/v1/schedules/{workflow}/{trigger}/resume": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: Schedule
  }
  /** Start an execution of a schedule now */
  "POST /api/v1/schedules/{workflow}/{trigger}/run": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: {
      readonly executionId: string
    }
  }
  /** Start an execution for each past time that has none */
  "POST /api/v1/schedules/{workflow}/{trigger}/backfill": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly body: {
      /** The first time that counts. */
      readonly from: string
      /** The last time that counts; now, when left out. */
      readonly to?: string
      /** Only list the times. */
      readonly dryRun?: boolean
    }
    readonly answer: {
      readonly times: readonly string[]
      readonly executionIds: readonly string[]
      readonly hasMore: boolean
    }
  }
  /** List polls, by workflow */
  "GET /api/v1/polls": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly workflow?: string
    }
    readonly answer: {
      readonly items: readonly Poll[]
      readonly nextCursor?: string
    }
  }
  /** Show a poll */
  "GET /api/v1/polls/{workflow}/{trigger}": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: Poll
  }
  /** Let a poll look now */
  "POST /api/v1/polls/{workflow}/{trigger}/look": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: Poll
  }
  /** Pause a poll */
  "POST /api/v1/polls/{workflow}/{trigger}/pause": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: Poll
  }
  /** Resume a poll */
  "POST /api/v1/polls/{workflow}/{trigger}/resume": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: Poll
  }
  /** List triggers, by workflow */
  "GET /api/v1/triggers": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly workflow?: string
      readonly type?: string
    }
    readonly answer: {
      readonly items: readonly ListedTrigger[]
      readonly nextCursor?: string
    }
  }
  /** Show a trigger */
  "GET /api/v1/triggers/{workflow}/{trigger}": {
    readonly params: {
      readonly workflow: string
      readonly trigger: string
    }
    readonly answer: ListedTrigger
  }
  /** List the trigger types */
  "GET /api/v1/trigger-types": {
    readonly answer: {
      readonly items: readonly TriggerTypeSummary[]
    }
  }
  /** Show a trigger type with the schema of its parameters */
  "GET /api/v1/trigger-types/{type}": {
    readonly params: {
      readonly type: string
    }
    readonly answer: TriggerType
  }
  /** List the node types, in the order of the palette */
  "GET /api/v1/node-types": {
    readonly answer: {
      readonly items: readonly NodeTypeSummary[]
    }
  }
  /** Show a node type with the schema of its parameters */
  "GET /api/v1/node-types/{type}": {
    readonly params: {
      readonly type: string
    }
    readonly answer: NodeType
  }
  /** List the connection types, with the schema of their values */
  "GET /api/v1/connection-types": {
    readonly answer: {
      readonly items: readonly ConnectionType[]
    }
  }
  /** List connections, by name */
  "GET /api/v1/connections": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
    }
    readonly answer: {
      readonly items: readonly Connection[]
      readonly nextCursor?: string
    }
  }
  /** Create a connection */
  "POST /api/v1/connections": {
    readonly body: {
      readonly type: string
      /** By the schema of the type, secrets included. */
      readonly values: { readonly [name: string]: unknown }
      /** What nodes name in `with.connection`. */
      readonly name: string
    }
    readonly answer: Connection
  }
  /** Show a connection */
  "GET /api/v1/connections/{name}": {
    readonly params: {
      readonly name: string
    }
    readonly answer: Connection
  }
  /** Create a connection, or replace it as a whole */
  "PUT /api/v1/connections/{name}": {
    readonly params: {
      readonly name: string
    }
    readonly body: {
      readonly type: string
      /** By the schema of the type, secrets included. */
      readonly values: { readonly [name: string]: unknown }
    }
    readonly answer: Connection
  }
  /** Change single values of a connection */
  "PATCH /api/v1/connections/{name}": {
    readonly params: {
      readonly name: string
    }
    readonly body: {
      /** What is not named stays as it is; null takes a value away. */
      readonly values: { readonly [name: string]: unknown }
    }
    readonly answer: Connection
  }
  /** Delete a connection */
  "DELETE /api/v1/connections/{name}": {
    readonly params: {
      readonly name: string
    }
    readonly answer: undefined
  }
  /** List files, newest first */
  "GET /api/v1/files": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly execution?: string
    }
    readonly answer: {
      readonly items: readonly File[]
      readonly nextCursor?: string
    }
  }
  /** Upload a file */
  "POST /api/v1/files": {
    readonly query?: {
      readonly name?: string
    }
    readonly headers?: {
      readonly "content-type"?: string
    }
    readonly body: string
    readonly answer: File
  }
  /** Download a file */
  "GET /api/v1/files/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: string
  }
  /** Delete a file */
  "DELETE /api/v1/files/{id}": {
    readonly params: {
      readonly id: string
    }
    readonly answer: undefined
  }
  /** List values, by key */
  "GET /api/v1/values/{space}": {
    readonly params: {
      readonly space: string
    }
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly prefix?: string
    }
    readonly answer: {
      readonly items: readonly Value[]
      readonly nextCursor?: string
    }
  }
  /** Show a value */
  "GET /api/v1/values/{space}/{key}": {
    readonly params: {
      readonly space: string
      readonly key: string
    }
    readonly answer: Value
  }
  /** Set a value */
  "PUT /api/v1/values/{space}/{key}": {
    readonly params: {
      readonly space: string
      readonly key: string
    }
    readonly body: {
      readonly value: unknown
      /** For how long; for ever when left out. */
      readonly ttlMs?: number
      /** Writes only if the value has this revision; null: only if there is none. */
      readonly ifRevision?: number | null
    }
    readonly answer: Value
  }
  /** Delete a value */
  "DELETE /api/v1/values/{space}/{key}": {
    readonly params: {
      readonly space: string
      readonly key: string
    }
    readonly answer: undefined
  }
  /** List tables, by name */
  "GET /api/v1/tables": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
    }
    readonly answer: {
      readonly items: readonly Table[]
      readonly nextCursor?: string
    }
  }
  /** Create a table */
  "POST /api/v1/tables": {
    readonly body: {
      readonly name: string
      readonly columns?: readonly Column[]
      readonly isLocked?: boolean
      readonly access?: TableAccess
    }
    readonly answer: Table
  }
  /** Show a table and how many records it has */
  "GET /api/v1/tables/{table}": {
    readonly params: {
      readonly table: string
    }
    readonly answer: TableDetail
  }
  /** Delete a table with all its records */
  "DELETE /api/v1/tables/{table}": {
    readonly params: {
      readonly table: string
    }
    readonly answer: {
      /** How many records it had. */
      readonly count: number
    }
  }
  /** Change the columns of a table, or see what that would lose */
  "POST /api/v1/tables/{table}/changes": {
    readonly params: {
      readonly table: string
    }
    readonly body: {
      readonly changes: readonly ColumnChange[]
      /** Only say what would happen. */
      readonly preview?: boolean
      /** Go ahead although values are lost. */
      readonly discard?: boolean
    }
    readonly answer: TableChanged
  }
  /** Find records */
  "GET /api/v1/tables/{table}/records": {
    readonly params: {
      readonly table: string
    }
    readonly query?: {
      readonly where?: string
      readonly sort?: string
      readonly limit?: number
      readonly skip?: number
      readonly cursor?: string
      readonly select?: string
      readonly include?: string
      readonly count?: "true" | "false" | ""
    }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
      }[]
      readonly nextCursor?: string
      /** How many there are in all, if that was asked for. */
      readonly count?: number
    }
  }
  /** Create a record */
  "POST /api/v1/tables/{table}/records": {
    readonly params: {
      readonly table: string
    }
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: { readonly [name: string]: unknown }
    readonly answer: Record
  }
  /** Find records by conditions that are too long for an address */
  "POST /api/v1/tables/{table}/query": {
    readonly params: {
      readonly table: string
    }
    readonly body: {
      readonly where?: { readonly [name: string]: unknown }
      readonly sort?: readonly string[]
      /** How many at most. */
      readonly limit?: number
      /** How many to leave out first. Pages by cursor are faster. */
      readonly skip?: number
      /** `nextCursor` of the page before. */
      readonly cursor?: string
      readonly select?: readonly string[]
      readonly include?: readonly string[]
      readonly count?: boolean
    }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
      }[]
      readonly nextCursor?: string
      /** How many there are in all, if that was asked for. */
      readonly count?: number
    }
  }
  /** Count, add up and group records */
  "POST /api/v1/tables/{table}/aggregate": {
    readonly params: {
      readonly table: string
    }
    readonly body: {
      readonly where?: { readonly [name: string]: unknown }
      /** One group for each combination of their values. */
      readonly groupBy?: readonly string[]
      /** By the name that each shall have in the result. */
      readonly metrics: { readonly [name: string]: Metric }
    }
    readonly answer: {
      readonly items: readonly { readonly [name: string]: unknown }[]
    }
  }
  /** Show a record */
  "GET /api/v1/tables/{table}/records/{id}": {
    readonly params: {
      readonly table: string
      readonly id: string
    }
    readonly query?: {
      readonly select?: string
      readonly include?: string
    }
    readonly answer: Record
  }
  /** Change fields of a record */
  "PATCH /api/v1/tables/{table}/records/{id}": {
    readonly params: {
      readonly table: string
      readonly id: string
    }
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: { readonly [name: string]: unknown }
    readonly answer: Record
  }
  /** Replace the fields of a record */
  "PUT /api/v1/tables/{table}/records/{id}": {
    readonly params: {
      readonly table: string
      readonly id: string
    }
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: { readonly [name: string]: unknown }
    readonly answer: Record
  }
  /** Delete a record */
  "DELETE /api/v1/tables/{table}/records/{id}": {
    readonly params: {
      readonly table: string
      readonly id: string
    }
    readonly answer: undefined
  }
  /** Write many records */
  "POST /api/v1/table-writes": {
    readonly headers?: {
      readonly "idempotency-key"?: string
    }
    readonly body: {
      /** Each a `TableOperation`. */
      readonly operations: readonly unknown[]
      readonly mode?: "together" | "alone"
    }
    readonly answer: {
      readonly items: readonly ({
        readonly record: {
          readonly id: string
        }
        readonly isNew?: boolean
      } | {
        readonly count: number
      } | {
        readonly error: {
          readonly code: string
          readonly message: string
        }
      })[]
    }
  }
  /** Export records as CSV, JSON or NDJSON */
  "GET /api/v1/tables/{table}/export": {
    readonly params: {
      readonly table: string
    }
    readonly query?: {
      readonly format?: "csv" | "json" | "ndjson"
      readonly where?: string
      readonly sort?: string
      readonly select?: string
    }
    readonly answer: string
  }
  /** Import records from CSV, JSON or NDJSON */
  "POST /api/v1/tables/{table}/import": {
    readonly params: {
      readonly table: string
    }
    readonly query?: {
      readonly format?: "csv" | "json" | "ndjson"
      readonly key?: string
      readonly delimiter?: "," | ";" | "\t" | "|"
      readonly rename?: string
      readonly wrong?: "refuse" | "skip"
      readonly dryRun?: "true" | "false"
    }
    readonly body: string
    readonly answer: Imported
  }
  /** Export all tables as a schema, with their records if wanted */
  "GET /api/v1/table-schema": {
    readonly query?: {
      readonly format?: "json" | "postgres" | "supabase" | "pocketbase"
      readonly data?: "none" | "sample" | "all"
    }
    readonly answer: undefined
  }
  /** Make the tables of a schema that was exported as JSON */
  "POST /api/v1/table-schema": {
    readonly query?: {
      readonly preview?: "true" | "false"
    }
    readonly body: {
      readonly meta: {
        readonly format: "millrace-tables"
        readonly version: 1
      }
      readonly tables: readonly {
        readonly name: string
        readonly isLocked?: boolean
        readonly access?: TableAccess
        readonly columns: readonly Column[]
        readonly records?: readonly { readonly [name: string]: unknown }[]
      }[]
    }
    readonly answer: {
      readonly items: readonly ({
        readonly table: string
        readonly action: "create" | "add-columns" | "keep" | "conflict"
        /** Those that come, or those that stand against it. */
        readonly columns: readonly string[]
      })[]
      readonly records: number
    }
  }
  /** Make a token for the records of tables */
  "POST /api/v1/table-tokens": {
    readonly body: {
      /** Who asks with it, as the `owner` of records. Null is nobody in particular. */
      readonly id: string | null
      readonly roles?: readonly string[]
      readonly expiresAt?: string
    }
    readonly answer: NewTableToken
  }
  /** List the tokens for records, without what lets in */
  "GET /api/v1/table-tokens": {
    readonly query?: {
      readonly limit?: number
      readonly cursor?: string
    }
    readonly answer: {
      readonly items: readonly TableToken[]
      readonly nextCursor?: string
    }
  }
  /** Revoke a token for records */
  "DELETE /api/v1/table-tokens/{tokenId}": {
    readonly params: {
      readonly tokenId: string
    }
    readonly answer: undefined
  }
  /** Show what is kept of executions, for how long, and how much that is */
  "GET /api/v1/retention": {
    readonly query?: {
      readonly workflow?: string
    }
    readonly answer: {
      readonly settings: readonly ({
        readonly name: "success.age" | "success.count" | "success.bytes" | "failure.age" | "failure.count" | "failure.bytes" | "total.bytes" | "events.age" | "capture.inputs" | "capture.outputs" | "capture.truncate" | "redact.patterns"
        readonly value: string
        /** Where the value comes from; a switch was set while the server ran, for the workflow or for all. */
        readonly origin: "environment" | "workflow-switch" | "file" | "switch" | "default"
        readonly about: string
      })[]
      readonly size: {
        /** Of the database on disk. */
        readonly bytes: number
        /** Of these, what is empty and used again first. */
        readonly freeBytes: number
        /** Of the files that workflows keep. */
        readonly fileBytes: number
      }
      /** The last clean-up since the server started. */
      readonly last?: CleanUp
    }
  }
  /** Change what is kept */
  "PATCH /api/v1/retention": {
    readonly body: {
      /** The id of a workflow; left out, what holds for all that say nothing else. */
      readonly workflow?: string
      /** By name; null takes a value back. */
      readonly settings: { readonly [name: string]: string | null }
    }
    readonly answer: {
      readonly settings: readonly ({
        readonly name: "success.age" | "success.count" | "success.bytes" | "failure.age" | "failure.count" | "failure.bytes" | "total.bytes" | "events.age" | "capture.inputs" | "capture.outputs" | "capture.truncate" | "redact.patterns"
        readonly value: string
        /** Where the value comes from; a switch was set while the server ran, for the workflow or for all. */
        readonly origin: "environment" | "workflow-switch" | "file" | "switch" | "default"
        readonly about: string
      })[]
      readonly size: {
        /** Of the database on disk. */
        readonly bytes: number
        /** Of these, what is empty and used again first. */
        readonly freeBytes: number
        /** Of the files that workflows keep. */
        readonly fileBytes: number
      }
      /** The last clean-up since the server started. */
      readonly last?: CleanUp
    }
  }
  /** Clean up now */
  "POST /api/v1/retention/run": {
    readonly body: {
      readonly dryRun?: boolean
    }
    readonly answer: CleanUp
  }
  /** Follow executions and tables live, over a WebSocket */
  "GET /api/v1/live": {
    readonly answer: undefined
  }
  /** Back up the whole instance while it runs */
  "POST /api/v1/backup": {
    readonly body: {
      /** Whether the encryption key goes with it. */
      readonly key?: boolean
    }
    readonly answer: string
  }
  /** Leads to the page of the API */
  "GET /": {
    readonly answer: undefined
  }
  /** What runs here */
  "GET /api/v1/status": {
    readonly answer: Status
  }
  /** Whether the process answers, and which one it is */
  "GET /healthz": {
    readonly answer: {
      readonly status: "ok"
      /** Of the instance: `MILLRACE_NAME`. */
      readonly name: string
      /** Of the instance: chance, and the same for as long as its data lasts. */
      readonly id: string
      /** Of the process, whatever was done to the clock meanwhile. */
      readonly uptimeSeconds: number
    }
  }
  /** Whether work is taken */
  "GET /readyz": {
    readonly answer: {
      readonly status: "ok"
    }
  }
  /** This description, as OpenAPI 3.1 */
  "GET /api/v1/openapi.json": {
    readonly answer: {
      readonly openapi: string
    }
  }
  /** This description, as a page */
  "GET /api/docs": {
    readonly answer: string
  }
}
