import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

// JSON Schema as the server writes it: every value may be an expression in its place, and definitions are referred to.

/** Where what it refers to is found. */
export interface Rooted {
  readonly root: JsonObject
}

/** Of `anyOf` and `oneOf`, without the one that stands for an expression. */
export function alternatives(schema: JsonObject, reading: Rooted): readonly JsonObject[] {
  const given = schema.anyOf ?? schema.oneOf
  if (!Array.isArray(given)) return []
  return given
    .map((one) => resolved(one, reading))
    .filter((one) => !isExpressionSchema(one))
    .flatMap((one) => (isPlain(one) ? [one] : alternatives(one, reading)))
}

/** What asks for a control of its own stays whole. */
function isPlain({ anyOf, oneOf, 'x-control': control }: JsonObject): boolean {
  return (anyOf === undefined && oneOf === undefined) || control !== undefined
}

export function isExpressionSchema({ type, pattern }: JsonObject): boolean {
  return type === 'string' && pattern === '\\{\\{'
}

/** A remark on the schema, which stands one level down where an expression may stand in the place of the value. */
export function keywordIn(schema: JsonObject, keyword: string, reading: Rooted): Json | undefined {
  if (schema[keyword] !== undefined) return schema[keyword]
  const given = schema.anyOf ?? schema.oneOf
  const [only, ...others] = Array.isArray(given) ? given.map((one) => resolved(one, reading)).filter((one) => !isExpressionSchema(one)) : []
  return only === undefined || others.length > 0 ? undefined : keywordIn(only, keyword, reading)
}

/** Follows `$ref` to the definitions of the schema. */
export function resolved(given: Json | undefined, { root }: Rooted): JsonObject {
  let schema = isJsonObject(given) ? given : {}
  for (let hops = 0; hops < 10 && typeof schema.$ref === 'string'; hops++) {
    const { $ref, ...remarks } = schema
    const target = String($ref)
      .split('/')
      .slice(1)
      .reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), root)
    schema = isJsonObject(target) ? { ...target, ...remarks } : {}
  }
  return schema
}

export function textIn(given: Json | undefined, key: string): string | undefined {
  const value = isJsonObject(given) ? given[key] : undefined
  return typeof value === 'string' ? value : undefined
}

export function mapIn(schema: JsonObject, key: string): JsonObject {
  const value = schema[key]
  return isJsonObject(value) ? value : {}
}

export function listIn(schema: JsonObject, key: string): readonly Json[] {
  const value = schema[key]
  return Array.isArray(value) ? value : []
}
