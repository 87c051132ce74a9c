import type { JsonObject, TriggerTypeFacts, ValueType } from '@millrace/engine'
import type { z } from 'zod'

/** One documented use of a trigger; the generic test checks its parameters. */
export interface TriggerExample {
  readonly name: string
  readonly with: JsonObject
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
  readonly examples: readonly TriggerExample[]
}

export interface TriggerType extends TriggerTypeFacts {
  readonly title: string
  readonly icon: string
  readonly summary: string
  readonly docs: string
  readonly params: z.ZodType
  readonly examples: readonly TriggerExample[]
}
