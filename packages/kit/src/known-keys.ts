import type { z } from 'zod'

type Schema = z.core.$ZodType
// The base type hides its `def`; every schema that zod builds is one of these.
const definitionOf = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def

/** The keys that an object may have at this place of the schema; of a union, those of all its options. */
export function knownKeys(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  const places = path.reduce<readonly Schema[]>((at, key) => at.flatMap((place) => child(place, key)), bare(schema))
  const keys = places.flatMap((place) => {
    const definition = definitionOf(place)
    return definition.type === 'object' ? Object.keys(definition.shape) : []
  })
  return [...new Set(keys)]
}

/** The schema without its wrappers; a union is each of its options. */
function bare(schema: Schema): readonly Schema[] {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return bare(definition.innerType)
    case 'lazy':
      return bare(definition.getter())
    case 'pipe':
      return bare(definition.in)
    case 'union':
      return definition.options.flatMap(bare)
    default:
      return [schema]
  }
}

function child(schema: Schema, key: PropertyKey): readonly Schema[] {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'object': {
      const field = definition.shape[String(key)]
      return field === undefined ? [] : bare(field)
    }
    case 'array':
      return bare(definition.element)
    case 'record':
      return bare(definition.valueType)
    case 'tuple': {
      const item = definition.items[Number(key)] ?? definition.rest
      return item ? bare(item) : []
    }
    default:
      return []
  }
}
