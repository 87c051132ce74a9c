import type { Json, JsonObject, LookFacts, ParamMistake, TriggerTypeFacts, ValueType } from '@millrace/engine'
import type { z } from 'zod'

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
  /** What stands for what was there before the first look: nothing, or an execution like for what comes later. */
  readonly startsFrom: 'now' | 'beginning'
  /** One execution for all that a look has found. */
  readonly isBatch: boolean
  /**
   * Reads what the last of `nodes` gave; `cursor` is what the look before has left, null at first. Throws a `FatalError` where the result is not
   * what it should be.
   */
  read(result: Json, cursor: Json): LookResult
}

export interface LookResult {
  /** What is there; what has been seen before is left out by its id. Oldest first. */
  readonly items: readonly { readonly id: string; readonly item: Json }[]
  /** For the next look. */
  readonly cursor: Json
  /** There is more: look again at once. */
  readonly hasMore: boolean
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
  readonly examples: readonly TriggerExample[]
}
