import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { SchemaError } from './schema-error.ts'

export type Schema = boolean | JsonObject
export type Draft = '2020-12' | 'draft-07'

/** A schema and the URI that its references are relative to. */
export interface Located {
  readonly schema: Schema
  readonly base: string
}

/** Owns: what references in one document mean. Nothing is ever fetched. */
export interface SchemaIndex {
  readonly root: Located
  readonly draft: Draft
  /** Throws a `SchemaError` for what is not in the document. */
  resolve(reference: string, base: string): Located
  /** The schema that calls itself so in one resource. */
  dynamicAnchor(name: string, base: string): Located | undefined
  /** The base that holds inside a schema. */
  baseOf(schema: JsonObject, base: string): string
}

const here = 'schema:/document'
/** Keywords whose maps are data, not schemas. */
const dataKeywords: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples'])

export function indexSchema(schema: Schema, draft: Draft): SchemaIndex {
  const places = new Map<string, Located>()
  const dynamic = new Map<string, Located>()
  const add = (uri: string, located: Located) => {
    if (!places.has(uri)) places.set(uri, located)
  }
  const baseOf = (inside: JsonObject, base: string) => {
    // In draft 7 a reference makes everything beside it void.
    const id = draft === 'draft-07' && inside.$ref !== undefined ? undefined : inside.$id
    return typeof id === 'string' && !id.startsWith('#') ? withoutFragment(resolveUri(id, base)) : base
  }

  function visit(value: Json, outer: string, isSchema: boolean): void {
    if (Array.isArray(value)) for (const inner of value as readonly Json[]) visit(inner, outer, isSchema)
    if (!isJsonObject(value)) return
    const base = isSchema ? baseOf(value, outer) : outer
    if (isSchema) addNames(value, base, outer)
    for (const [key, inner] of Object.entries(value)) {
      if (isSchema && dataKeywords.has(key)) continue
      visit(inner, base, !isSchema || !schemaMaps.has(key))
    }
  }

  function addNames(value: JsonObject, base: string, outer: string): void {
    if (base !== outer) add(base, { schema: value, base })
    if (typeof value.$id === 'string' && value.$id.startsWith('#')) add(base + value.$id, { schema: value, base })
    if (typeof value.$anchor === 'string') add(`${base}#${value.$anchor}`, { schema: value, base })
    if (typeof value.$dynamicAnchor !== 'string') return
    add(`${base}#${value.$dynamicAnchor}`, { schema: value, base })
    dynamic.set(`${base}#${value.$dynamicAnchor}`, { schema: value, base })
  }

  const base = typeof schema === 'object' ? baseOf(schema, here) : here
  const root = { schema, base }
  add(base, root)
  if (typeof schema === 'object') visit(schema, here, true)

  function resolve(reference: string, from: string): Located {
    const uri = resolveUri(reference, from)
    const [resource = '', fragment = ''] = uri.split('#')
    const exact = places.get(fragment === '' ? resource : uri)
    if (exact) return exact
    const start = places.get(resource)
    if (!start)
      throw new SchemaError(
        `the reference ${JSON.stringify(reference)} leads outside the schema, and nothing is fetched: put what it means under $defs`,
      )
    if (!fragment.startsWith('/')) throw new SchemaError(`the reference ${JSON.stringify(reference)} leads nowhere`)
    return follow(start, fragment, reference)
  }

  function follow(start: Located, pointer: string, reference: string): Located {
    let { schema: at, base: inside } = start as { schema: Json; base: string }
    for (const part of pointer.split('/').slice(1)) {
      const key = decode(part).replaceAll('~1', '/').replaceAll('~0', '~')
      if (isJsonObject(at) && at !== start.schema) inside = baseOf(at, inside)
      const next: Json | undefined = Array.isArray(at) ? at[Number(key)] : isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
      if (next === undefined) throw new SchemaError(`the reference ${JSON.stringify(reference)} leads nowhere`)
      at = next
    }
    if (typeof at !== 'boolean' && !isJsonObject(at))
      throw new SchemaError(`the reference ${JSON.stringify(reference)} leads to what is no schema`)
    return { schema: at, base: inside }
  }

  return { root, draft, resolve, baseOf, dynamicAnchor: (name, base) => dynamic.get(`${base}#${name}`) }
}

/** Under these stand maps of schemas, whose keys are names. */
const schemaMaps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
])

function resolveUri(reference: string, base: string): string {
  if (reference.startsWith('#')) return base + reference
  if (!URL.canParse(reference, base)) throw new SchemaError(`${JSON.stringify(reference)} is not a reference`)
  return new URL(reference, base).href
}

function withoutFragment(uri: string): string {
  return uri.split('#')[0] ?? uri
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A lone percent sign stands for itself.
    return part
  }
}
