import { isJsonObject, type Json } from '@millrace/engine'

const known: ReadonlySet<string> = new Set(['type', 'enum', 'format', 'minimum', 'maximum', 'default'])

/** A small schema in words, e.g. `integer, 1 to 200; 50 when left out`; undefined for one that is not told so shortly. */
export function schemaPhrase(schema: Json): string | undefined {
  if (!isJsonObject(schema) || !Object.keys(schema).every((key) => known.has(key))) return undefined
  const kind = Array.isArray(schema.enum)
    ? schema.enum.map((choice) => JSON.stringify(choice)).join(', ')
    : String(schema.type ?? 'anything')
  const parts = [kind, ...(schema.format === undefined ? [] : [String(schema.format)]), ...rangeOf(schema.minimum, schema.maximum)]
  const fallback = schema.default === undefined ? '' : `; ${JSON.stringify(schema.default)} when left out`
  return `${parts.join(', ')}${fallback}`
}

function rangeOf(minimum: Json | undefined, maximum: Json | undefined): readonly string[] {
  if (minimum !== undefined && maximum !== undefined) return [`${minimum} to ${maximum}`]
  if (minimum !== undefined) return [`at least ${minimum}`]
  return maximum === undefined ? [] : [`at most ${maximum}`]
}
