import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

const anExpression: JsonObject = { type: 'string', pattern: '\\{\\{' }

/** JSON Schema of a type's `with`, for editors of the file: every value may be an expression instead. */
export function paramsSchema({ params }: { readonly params: z.ZodType }): JsonObject {
  // A schema document is JSON by nature; zod's type for it merely says so less strictly.
  const { $schema, ...schema } = z.toJSONSchema(params, { io: 'input', target: 'draft-2020-12' }) as unknown as JsonObject
  return { ...($schema === undefined ? {} : { $schema }), ...withinOf(schema) }
}

/** The schema with each value inside it opened to expressions, itself left as it is. */
function withinOf(schema: JsonObject): JsonObject {
  const { oneOf, anyOf, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, openedKeyword(keyword, value)]),
  )
  // With an expression for its discriminator an object fits several options: "exactly one" would refuse it.
  const options = oneOf ?? anyOf
  return options === undefined ? (rest as JsonObject) : { ...(rest as JsonObject), anyOf: options }
}

function openedKeyword(keyword: string, value: Json): Json {
  if (keyword === 'properties' && isJsonObject(value)) return mapValues(value, opened)
  if (keyword === '$defs' && isJsonObject(value)) return mapValues(value, (inner) => (isJsonObject(inner) ? withinOf(inner) : inner))
  if (keyword === 'items' || keyword === 'additionalProperties') return opened(value)
  if (keyword === 'prefixItems' && Array.isArray(value)) return value.map(opened)
  if (['anyOf', 'oneOf', 'allOf'].includes(keyword) && Array.isArray(value)) {
    return value.map((inner: Json) => (isJsonObject(inner) ? withinOf(inner) : inner))
  }
  return value
}

/** What titles and describes the value stays outside, where editors look for it. */
function opened(schema: Json): Json {
  if (!isJsonObject(schema)) return schema
  const { title, description, default: fallback, ...rest } = withinOf(schema)
  const about = Object.fromEntries(
    Object.entries({ title, description, default: fallback }).filter(([, value]) => value !== undefined),
  ) as JsonObject
  const takesAnyText = Object.keys(rest).length === 0 || (rest.type === 'string' && Object.keys(rest).length === 1)
  return takesAnyText ? { ...about, ...rest } : { ...about, anyOf: [rest, anExpression] }
}

function mapValues(map: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
}
