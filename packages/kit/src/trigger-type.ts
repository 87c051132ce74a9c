import type { JsonObject, ParamMistake, TriggerTypeFacts, ValueType } from '@millrace/engine'
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
  readonly examples: readonly TriggerExample[]
}
