import type { Json } from '@millrace/engine'
import { z } from 'zod'

/**
 * Any JSON value, `null` included, but not nothing: a missing one is reported unless the field is `.optional()`.
 *
 * Not `z.json()`: the runtime hands over nothing but JSON, so walking a body of ten megabytes to prove it is wasted time.
 */
export function jsonValue(): z.ZodType<Json, Json> {
  // The cast is the claim above; what the schema checks is only that there is a value.
  return z.unknown().refine((value) => value !== undefined) as unknown as z.ZodType<Json, Json>
}
