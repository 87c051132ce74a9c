import { type Json, parseDuration } from '@millrace/engine'
import { z } from 'zod'
import { kinds, readAt } from './kinds.ts'
import { canCompile } from './patterns.ts'

// What operators take as `value`. That it is JSON at all has been seen to before.

export const any = taking('any value', z.unknown())
export const text = taking('a text', z.string())
export const number = taking('a number', z.number())
export const count = taking('a whole number from 0', z.int().min(0))
export const list = taking('a list', z.array(z.unknown()))
export const texts = taking('a list of texts', z.array(z.string()))
export const range = taking('two numbers, the smaller first', z.tuple([z.number(), z.number()]), ([from, to]) => from <= to)
export const moment = taking('a date, e.g. 2026-05-01 or 2026-05-01T09:00:00Z', z.union([z.string(), z.number()]), isMoment)
export const duration = taking('a duration, e.g. 30s, 5m or 3d', z.string(), (value) => parseDuration(value) !== undefined)
export const pattern = taking('a pattern that can be matched in linear time', z.string(), canCompile)
export const kind = taking(`one of ${kinds.join(', ')}`, z.enum(kinds))

/** The description is what mistakes, docs and editors say of it. */
function taking<Schema extends z.ZodType>(
  what: string,
  schema: Schema,
  fits: (value: z.output<Schema>) => boolean = () => true,
): z.ZodType {
  return schema.refine(fits).meta({ description: what })
}

function isMoment(value: Json): boolean {
  return readAt(value) !== undefined
}
