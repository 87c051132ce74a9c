import type { Json, JsonObject, LookFacts, ParamMistake, TriggerTypeFacts, ValueType } from '@millrace/engine'
import type { z } from 'zod'
import type { NodeHost } from './node-host.ts'

/** One documented use of a trigger; the generic test checks its parameters. */
export interface TriggerExample {
  readonly name: string
  readonly with: JsonObject
}

/** When a trigger fires by itself. Times are milliseconds since 1970. */
export interface FireTimes {
  /** The first time after this one; undefined when there is none any more. */
  next(after: number): number | undefined
  /** Which of the times that passed while nothing could fire are made up for. */
  readonly missed: 'all' | 'last' | 'none'
  /** What becomes of a time at which the execution before it still goes on. */
  readonly overlap: 'allow' | 'skip' | 'queue'
  /** Each firing is put off by chance, by less than this. */
  readonly jitterMs: number
  readonly timezone: string
  /** When it fires, for people. */
  sentence(): Promise<string>
}

/** How a trigger looks for what is new. */
export interface Looking extends LookFacts {
  /** From the end of one look to the next. */
  readonly everyMs: number
  /** What it looks at: while that stays the same, a new version goes on where the one before was. Left out, it is `nodes`. */
  readonly source?: JsonObject
  /** What stands for what was there before the first look: nothing, or an execution like for what comes later. */
  readonly startsFrom: 'now' | 'beginning'
  /** One execution for all that a look has found. */
  readonly isBatch: boolean
  /**
   * Reads what the last of `nodes` gave; `cursor` is what the look before has left, null at first. Throws a `FatalError` where the result is not
   * what it should be.
   */
  read(result: Json, cursor: Json): LookResult
  /** Left out where the source cannot tell by itself. */
  readonly watch?: {
    /** The node type that says which connections it may open. */
    readonly nodeType: string
    /**
     * Tells when it is worth a look, until the signal ends it. It need not be right: what is new a look finds, and what this misses the next
     * look by the clock does. Where it ends or rejects, it is begun anew after that one.
     */
    run(context: WatchContext): Promise<void>
  }
}

/** What follows a source has of the host. */
export interface WatchContext extends Pick<NodeHost, 'connections' | 'resolveHost'> {
  readonly signal: AbortSignal
  /** There may be something new. Said too often it does no harm. */
  onNews(): void
}

export interface LookResult {
  /** What is there; what has been seen before is left out by its id. Oldest first. */
  readonly items: readonly { readonly id: string; readonly item: Json }[]
  /** For the next look. */
  readonly cursor: Json
  /** There is more: look again at once. */
  readonly hasMore: boolean
}

/** An event as a trigger hears it. */
export interface HeardEvent {
  readonly id: string
  readonly name: string
  readonly data: Json
  /** Milliseconds since 1970. */
  readonly at: number
  /** Where it comes from, as far as that is known; nothing for one from outside. */
  readonly source: { readonly workflowId?: string; readonly executionId?: string; readonly step?: string; readonly by?: string }
}

/** What several events must come to together before a trigger fires. It begins anew when it has. */
export type EventPattern = { readonly withinMs: number } & (
  | { readonly type: 'times'; readonly times: number }
  /** One of each of these, in order; others may come between. */
  | { readonly type: 'sequence'; readonly names: readonly (readonly string[])[] }
  /** One of `first`, and none of `unless` in the time after it. */
  | { readonly type: 'absence'; readonly first: readonly string[]; readonly unless: readonly string[] }
)

/** What a trigger hears of all events of its account. */
export interface Hearing {
  /** Names of events: `*` stands for one segment, `**` for any number of them, none included. */
  readonly names: readonly string[]
  /** Whether it is meant after all. Left out, it is. */
  accepts?(event: HeardEvent): boolean
  /** What the trigger brings; `filter` reads it as `trigger`. */
  data(event: HeardEvent): JsonObject
  /** Evaluated for each event that fits; where it is not true, nothing is started. */
  readonly filter?: Json
  /** Left out, each event fires by itself. A pattern brings `key` and `events` in place of `data`. */
  readonly pattern?: EventPattern
  /** Of a pattern: evaluated as `filter` is; events count together where it comes to the same. */
  readonly key?: Json
}

/** What a trigger type says of itself. Listening is the server's part; it reads `with` through `params`. */
export interface TriggerDefinition<Schema extends z.ZodType> {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly summary: string
  readonly docs: string
  readonly params: Schema
  /** The data that it brings, as `trigger` has it beside `id` and `type`. Left out, it may be any map. */
  readonly data?: z.ZodType | ((written: JsonObject) => ValueType)
  /** Given only by types that fire by the clock. */
  readonly times?: (params: z.output<Schema>) => FireTimes
  /** Where it is reached, e.g. `POST /webhook/orders`, names of parameters left out: no two triggers of published workflows share one. */
  readonly addresses?: (params: z.output<Schema>) => readonly string[]
  /** What is dangerous about parameters that are without mistakes; they are as written. */
  readonly doubts?: (written: JsonObject) => readonly ParamMistake[]
  /** Given only by types that look by themselves. */
  readonly look?: (params: z.output<Schema>) => Looking
  /** Keys of the parameters whose expressions are those of `look`. */
  readonly lookParams?: readonly string[]
  /** Given only by types that fire for events. `workflowId` is whose trigger it is. */
  readonly hears?: (params: z.output<Schema>, workflowId: string) => Hearing
  /** Parameters that are evaluated each time it might fire, and so may read `trigger`. */
  readonly firingParams?: readonly string[]
  /** What the schema cannot see: mistakes in `with` as written, its expressions not yet evaluated. */
  readonly check?: (written: JsonObject) => readonly ParamMistake[]
  readonly examples: readonly TriggerExample[]
}

export interface TriggerType extends TriggerTypeFacts {
  readonly title: string
  readonly icon: string
  readonly summary: string
  readonly docs: string
  readonly params: z.ZodType
  /** Given `with` as written, which must be without mistakes. */
  readonly times?: (written: JsonObject) => FireTimes
  /** Given `with` as written, which must be without mistakes. */
  readonly addresses?: (written: JsonObject) => readonly string[]
  /** Given `with` as written; undefined where it does not fit. */
  readonly look?: (written: JsonObject) => Looking | undefined
  /** Of `firingParams` as they are written, of the others as they came out. */
  readonly hears?: (params: JsonObject, workflowId: string) => Hearing
  readonly examples: readonly TriggerExample[]
}
