import type { JsonObject } from '../json.ts'
import { type Field, shownOptionsOf, type ValueType } from './value-type.ts'

/** A type as JSON Schema, for whoever completes or shows it. */
export function schemaOfType(type: ValueType): JsonObject {
  switch (type.kind) {
    case 'unknown':
      return {}
    case 'list':
      return { type: 'array', items: schemaOfType(type.of) }
    case 'map': {
      const fields = Object.entries(type.fields)
      const required = fields.filter(([, field]) => !field.optional).map(([name]) => name)
      return {
        type: 'object',
        properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOfField(field)])),
        ...(required.length > 0 && { required }),
        additionalProperties: type.rest === undefined ? false : schemaOfType(type.rest),
      }
    }
    case 'union':
      return schemaOfOptions(shownOptionsOf(type))
    default:
      return { type: type.kind }
  }
}

function schemaOfOptions(options: readonly ValueType[]): JsonObject {
  const [only] = options
  return only !== undefined && options.length === 1 ? schemaOfType(only) : { anyOf: options.map(schemaOfType) }
}

function schemaOfField({ type, about }: Field): JsonObject {
  return { ...schemaOfType(type), ...(about !== undefined && { description: about }) }
}
