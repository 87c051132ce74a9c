import type { JsonObject, TriggerTypeFacts } from '@millrace/engine'
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
