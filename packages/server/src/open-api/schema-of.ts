import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

/** JSON Schemas of the document that have a name, by it. */
export type Components = Map<string, JsonObject>

/** A zod schema as OpenAPI 3.1 writes it; schemas with an id go to the components. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): JsonObject {
  // A schema document is JSON by nature; zod's type for it merely says so less strictly.
  const document = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as unknown as JsonObject
  const { $schema: _, $defs = {}, ...own } = document
  if (isJsonObject($defs)) {
    for (const [name, definition] of Object.entries($defs)) components.set(name, rewritten(definition, io) as JsonObject)
  }
  return rewritten(own, io) as JsonObject // An object stays one.
}

function rewritten(value: Json, io: 'input' | 'output'): Json {
  if (Array.isArray(value)) return value.map((one: Json) => rewritten(one, io))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (isNoise(key, value, io) ? [] : [[key, rewrittenMember(key, inner, io)]])),
  )
}

function rewrittenMember(key: string, value: Json, io: 'input' | 'output'): Json {
  return key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : rewritten(value, io)
}

/** The pattern of a date repeats its format, whole numbers need no limits of the language; answers may gain members, so they are not closed. */
function isNoise(key: string, schema: JsonObject, io: 'input' | 'output'): boolean {
  if (key === 'pattern') return schema.format === 'date-time'
  if (key === 'maximum' || key === 'minimum') return Math.abs(Number(schema[key])) === Number.MAX_SAFE_INTEGER
  return key === 'additionalProperties' && io === 'output' && schema[key] === false
}
