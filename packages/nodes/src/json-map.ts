import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

/** Any map, handed on as it came. `z.record` would make a copy without the key `__proto__`, which as data is a key like others. */
export function jsonMap(): z.ZodType<JsonObject, JsonObject> {
  // What comes is JSON by the runtime's word, so a map is all that is left to check.
  return z
    .unknown()
    .refine((value) => isJsonObject(value as Json | undefined), { error: 'must be a map' })
    .meta({ type: 'object' }) as unknown as z.ZodType<JsonObject, JsonObject>
}
