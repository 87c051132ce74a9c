import { type InferredParams, type Json, type JsonObject, typeFromSchema, type ValueType } from '@millrace/engine'
import { z } from 'zod'

/**
 * What a node gives out, told from its parameters as written and from what is known of them and of its input. What is not surely known
 * is `unknownType`: of a field that a type leaves out, every workflow that reads it is warned.
 */
export type OutputType = (written: JsonObject, inferred: InferredParams) => ValueType | z.ZodType

/** For `output` of a node that gives out what came in. */
export const inputGoesOn: OutputType = (_written, { input }) => input

const known = new WeakMap<z.ZodType, ValueType>()

/** A map without `z.looseObject` or `.catchall` has no other fields. */
export function typeOfZod(schema: z.ZodType): ValueType {
  const before = known.get(schema)
  if (before !== undefined) return before
  // A schema document is JSON by nature; zod's type for it merely says so less strictly.
  const type = typeFromSchema(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as unknown as Json)
  known.set(schema, type)
  return type
}

/** The function that a definition's `output` stands for. */
export function outputTypeOf(output: z.ZodType | OutputType): (written: JsonObject, inferred: InferredParams) => ValueType {
  if (typeof output !== 'function') return () => typeOfZod(output)
  return (written, inferred) => {
    const type = output(written, inferred)
    return type instanceof z.ZodType ? typeOfZod(type) : type
  }
}
