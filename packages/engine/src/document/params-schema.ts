import { isJsonObject, type Json, type JsonObject } from '../json.ts'

const expression: JsonObject = { type: 'string', pattern: '\\{\\{', description: 'An expression stands for any value.' }

/** The keywords whose value is a schema, a list of schemas or a map of schemas. */
const one = new Set(['items', 'additionalProperties', 'contains', 'not', 'if', 'then', 'else'])
const several = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions'])

/**
 * The schema of a type's parameters as a part of a bigger schema: its own references are led to `place`,
 * and wherever a value may stand an expression may stand instead.
 */
export function embedParams(schema: JsonObject, place: string): JsonObject {
  const { $schema: _dialect, $id: _id, ...rest } = schema
  return embedKeywords(rest, place)
}

function embedKeywords(schema: JsonObject, place: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, embedKeyword(keyword, value, place)]))
}

function embedKeyword(keyword: string, value: Json, place: string): Json {
  if (keyword === '$ref' && typeof value === 'string') return value.startsWith('#') ? place + value.slice(1) : value
  if (several.has(keyword) && Array.isArray(value)) return value.map((schema: Json) => embedPart(keyword, schema, place))
  if (named.has(keyword) && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, embedPart(keyword, schema, place)]))
  }
  return one.has(keyword) ? embedPart(keyword, value, place) : value
}

/** Keywords that hold values get expressions let in; the others only combine schemas of a value that has them already. */
const holdsValues = new Set(['properties', 'patternProperties', 'items', 'additionalProperties', 'prefixItems'])

function embedPart(keyword: string, schema: Json, place: string): Json {
  if (!isJsonObject(schema)) return schema
  const embedded = embedKeywords(schema, place)
  if (!holdsValues.has(keyword)) return embedded
  const { title, description } = embedded
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }), anyOf: [embedded, expression] }
}
