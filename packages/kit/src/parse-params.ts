import type { JsonObject } from '@millrace/engine'
import type { z } from 'zod'
import { FatalError } from './errors.ts'
import { paramMistakes } from './param-mistakes.ts'

/** Evaluated parameters, as the node's schema understands them; fatal `BAD_PARAMS` when they do not fit. */
export function parseParams<Schema extends z.ZodType>(type: string, schema: Schema, params: JsonObject): z.output<Schema> {
  const parsed = schema.safeParse(params)
  if (parsed.success) return parsed.data
  const mistakes = paramMistakes(schema, params, parsed.error.issues)
  throw new FatalError(`The parameters do not fit ${type}: ${mistakes.map(({ message }) => message).join(' ')}`, {
    code: 'BAD_PARAMS',
    details: { mistakes: mistakes.map(({ path, message }) => ({ path, message })) },
  })
}
