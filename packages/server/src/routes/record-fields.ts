import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

/**
 * An object of any fields, conditions too. Not `z.record`: that passes over a field named `__proto__` in silence, and walks through ten
 * megabytes to prove what the parser has just made.
 */
export const recordFields = z
  .unknown()
  .refine((value) => isJsonObject(value as Json), { error: 'an object is needed' })
  .meta({ type: 'object' }) as unknown as z.ZodType<JsonObject, JsonObject> // What the refinement says.
