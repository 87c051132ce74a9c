import type { JsonObject, ParamMistake } from '@millrace/engine'
import type { z } from 'zod'
import { FatalError } from './errors.ts'
import { paramMistakes } from './param-mistakes.ts'
import { parseOutside } from './parse-outside.ts'

/** Evaluated parameters, as the node's schema understands them; fatal `BAD_PARAMS` when they do not fit. */
export function parseParams<Schema extends z.ZodType>(type: string, schema: Schema, params: JsonObject): z.output<Schema> {
  const parsed = parseOutside(schema, params)
  if (parsed.success) return parsed.data
  const mistakes = paramMistakes(schema, params, parsed.issues)
  throw new FatalError(`The parameters do not fit ${type}: ${mistakes.map(sentence).join(' ')}`, {
    code: 'BAD_PARAMS',
    details: { mistakes: mistakes.map(({ path, message }) => ({ path, message })) },
  })
}

function sentence({ path, message }: ParamMistake): string {
  return path.length === 0 ? message : `${placeName(path)} ${message}`
}

/** `steps[1].sort`, as a reader of the file would say it. */
function placeName(path: ParamMistake['path']): string {
  return path.reduce<string>((name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`), '')
}
