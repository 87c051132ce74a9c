import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { printable } from '../output/printable.ts'

const deepest = 4

/** A name and what it is about, then its fields, one to a line. */
export function scopeText(name: string, schema: JsonObject, about: string): string {
  const [first = '', ...fields] = lines(name, schema, 0)
  return [`${first}  # ${about}`, ...fields].join('\n')
}

function* lines(path: string, schema: JsonObject, depth: number): Iterable<string> {
  const { mayNotHaveRun } = schema
  yield `${'  '.repeat(depth)}${printable(path)}: ${kindOf(schema)}${mayNotHaveRun === true ? ' (may not have run)' : ''}`
  if (depth === deepest) return
  for (const [name, field] of Object.entries(fieldsOf(schema))) {
    if (isJsonObject(field)) yield* lines(/^[\w$]+$/.test(name) ? name : JSON.stringify(name), field, depth + 1)
  }
}

/** Of a list of maps, the fields of each; of several kinds, those of all. */
function fieldsOf({ properties, items, anyOf }: JsonObject): JsonObject {
  if (isJsonObject(items)) return fieldsOf(items)
  if (Array.isArray(anyOf)) return Object.fromEntries(anyOf.filter(isJsonObject).flatMap((option) => Object.entries(fieldsOf(option))))
  return isJsonObject(properties) ? properties : {}
}

function kindOf(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return 'any'
  const { type, items, anyOf, properties, additionalProperties } = schema
  if (Array.isArray(anyOf)) return anyOf.map(kindOf).join(' or ')
  if (type === 'array') return `list of ${kindOf(items)}`
  if (type !== 'object') return typeof type === 'string' ? type : 'any'
  const isOpen = additionalProperties !== false
  if (isJsonObject(properties) && Object.keys(properties).length > 0) return isOpen ? 'map, …' : 'map'
  return isOpen ? `map of ${kindOf(additionalProperties)}` : 'empty map'
}
