import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
  null: 'null',
}

/** What a JSON Schema accepts, in a few words for a table. */
export function typeText(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return 'any value'
  if (Array.isArray(schema.enum)) return schema.enum.map(code).join(', ')
  if (schema.const !== undefined) return code(schema.const)
  if (typeof schema.$ref === 'string') return named(schema.$ref)
  const options = schema.anyOf ?? schema.oneOf
  if (Array.isArray(options)) return [...new Set(options.filter((option) => !isExpression(option)).map(typeText))].join(' or ')
  if (isPlainValue(schema.type)) return 'plain value'
  if (Array.isArray(schema.type)) return schema.type.map((type) => words[`${type}`]).join(' or ')
  if (schema.type === 'array') return `list of ${typeText(schema.items)}`
  if (schema.type === 'object' && isJsonObject(schema.additionalProperties)) return `map of ${typeText(schema.additionalProperties)}`
  return `${words[`${schema.type}`] ?? 'any value'}${range(schema)}`
}

/** That an expression may stand for a value is so everywhere, and need not be said. */
function isExpression(option: Json): boolean {
  return isJsonObject(option) && option.type === 'string' && option.pattern === '\\{\\{'
}

/** A schema with a name of its own is known by that; those that only contain themselves have a made-up one. */
function named(ref: string): string {
  const name = ref.split('/').at(-1) ?? ''
  return name.startsWith('__') ? 'any value' : name
}

/** All that is neither a map nor a list. */
function isPlainValue(type: Json | undefined): boolean {
  return Array.isArray(type) && ['string', 'number', 'boolean', 'null'].every((kind) => type.includes(kind))
}

function range({ minimum, maximum }: JsonObject): string {
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum
  if (least === undefined) return most === undefined ? '' : `, at most ${most}`
  return most === undefined ? ` from ${least}` : ` from ${least} to ${most}`
}

function code(value: Json): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}
