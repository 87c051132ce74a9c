import { isJsonObject, type Json } from '@millrace/engine'
import { type Applicator, type Outcome, type Place, patternOf, spend, take } from './place.ts'
import type { Schema } from './schema-index.ts'

/** In this order: what is left over is known only when the others have looked. */
export const applicators: readonly (readonly [keyword: string, apply: Applicator])[] = [
  ['$ref', (place, to) => take(place, follow(place, String(to)))],
  ['$dynamicRef', (place, to) => take(place, followDynamic(place, String(to)))],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', (place, schema) => wrongUnless(place, 'not', same(place, schema).violations.length > 0, 'must not fit the schema under "not"')],
  ['if', ifThenElse],
  ['dependentSchemas', (place, map) => whenPresent(place, map, (schema) => take(place, same(place, schema)))],
  ['dependentRequired', (place, map) => whenPresent(place, map, (names) => required(place, names))],
  ['dependencies', (place, map) => whenPresent(place, map, (one) => depends(place, one))],
  ['required', required],
  ['propertyNames', propertyNames],
  ['properties', (place, map) => eachKey(place, (key) => property(place, key, own(map, key)))],
  ['patternProperties', patternProperties],
  ['additionalProperties', (place, schema) => eachKey(place, (key) => isListed(place, key) || property(place, key, schema))],
  ['prefixItems', (place, schemas) => eachItem(place, (index) => item(place, index, listed(schemas, index)))],
  ['items', items],
  ['additionalItems', (place, schema) => rest(place, lengthOf(place.schema.items, Number.POSITIVE_INFINITY), schema)],
  ['contains', contains],
  ['unevaluatedProperties', (place, schema) => eachKey(place, (key) => place.outcome.keys.has(key) || property(place, key, schema))],
  ['unevaluatedItems', (place, schema) => eachItem(place, (index) => place.outcome.items.has(index) || item(place, index, schema))],
]

function same(place: Place, schema: Json): Outcome {
  return place.run.check({ schema: schema as Schema, base: place.base }, place.value, place.path, place.scope)
}

function at(place: Place, schema: Json, value: Json, key: string | number): Outcome {
  const outcome = place.run.check({ schema: schema as Schema, base: place.base }, value, [...place.path, key], place.scope)
  return { violations: outcome.violations, keys: new Set(), items: new Set() }
}

function follow(place: Place, reference: string): Outcome {
  return place.run.check(place.run.index.resolve(reference, place.base), place.value, place.path, place.scope)
}

/** The outermost resource on the way here that has the anchor decides what it means. */
function followDynamic(place: Place, reference: string): Outcome {
  const { index } = place.run
  const target = index.resolve(reference, place.base)
  const name = reference.split('#')[1] ?? ''
  const isDynamic = typeof target.schema === 'object' && target.schema.$dynamicAnchor === name
  const outer = isDynamic ? place.scope.map((base) => index.dynamicAnchor(name, base)).find((found) => found !== undefined) : undefined
  return place.run.check(outer ?? target, place.value, place.path, place.scope)
}

function allOf(place: Place, schemas: Json): void {
  for (const outcome of outcomesOf(place, schemas)) take(place, outcome)
}

function anyOf(place: Place, schemas: Json): void {
  const outcomes = outcomesOf(place, schemas)
  const fitting = outcomes.filter(({ violations }) => violations.length === 0)
  for (const outcome of fitting) take(place, outcome)
  if (fitting.length === 0) wrongUnless(place, 'anyOf', false, 'must fit at least one of the schemas under "anyOf"')
  const [only] = outcomes
  if (fitting.length === 0 && outcomes.length === 1 && only) take(place, only)
}

function oneOf(place: Place, schemas: Json): void {
  const fitting = outcomesOf(place, schemas).filter(({ violations }) => violations.length === 0)
  wrongUnless(place, 'oneOf', fitting.length === 1, `must fit exactly one of the schemas under "oneOf", but fits ${fitting.length}`)
  if (fitting.length === 1 && fitting[0]) take(place, fitting[0])
}

function outcomesOf(place: Place, schemas: Json): readonly Outcome[] {
  return Array.isArray(schemas) ? schemas.map((schema: Json) => same(place, schema)) : []
}

function ifThenElse(place: Place, condition: Json): void {
  const outcome = same(place, condition)
  const holds = outcome.violations.length === 0
  if (holds) take(place, outcome)
  const branch = holds ? place.schema.then : place.schema.else
  if (branch !== undefined) take(place, same(place, branch))
}

function depends(place: Place, on: Json): void {
  if (Array.isArray(on)) required(place, on)
  else take(place, same(place, on))
}

function propertyNames(place: Place, schema: Json): void {
  eachKey(place, (key) => take(place, at(place, schema, key, key)))
}

function required(place: Place, names: Json): void {
  if (!isJsonObject(place.value)) return
  for (const name of Array.isArray(names) ? names : []) {
    wrongUnless(place, 'required', Object.hasOwn(place.value, String(name)), `must have the field ${JSON.stringify(name)}`)
  }
}

function property(place: Place, key: string, schema: Json | undefined): void {
  if (schema === undefined || !isJsonObject(place.value)) return
  take(place, at(place, schema, place.value[key] ?? null, key))
  place.outcome.keys.add(key)
}

function patternProperties(place: Place, map: Json): void {
  for (const [source, schema] of isJsonObject(map) ? Object.entries(map) : []) {
    const pattern = patternOf(place.run, source)
    eachKey(place, (key) => pattern.test(key) && property(place, key, schema))
  }
}

function isListed({ schema, run }: Place, key: string): boolean {
  if (isJsonObject(schema.properties) && Object.hasOwn(schema.properties, key)) return true
  return isJsonObject(schema.patternProperties) && Object.keys(schema.patternProperties).some((source) => patternOf(run, source).test(key))
}

function items(place: Place, schema: Json): void {
  if (Array.isArray(schema)) eachItem(place, (index) => item(place, index, listed(schema, index)))
  else rest(place, place.run.index.draft === '2020-12' ? lengthOf(place.schema.prefixItems, 0) : 0, schema)
}

function rest(place: Place, from: number, schema: Json): void {
  eachItem(place, (index) => index < from || item(place, index, schema))
}

function item(place: Place, index: number, schema: Json | undefined): void {
  if (schema === undefined) return
  take(place, at(place, schema, itemsOf(place)[index] ?? null, index))
  place.outcome.items.add(index)
}

function contains(place: Place, schema: Json): void {
  const list = itemsOf(place)
  if (!Array.isArray(place.value)) return
  const found = list.flatMap((value, index) => (at(place, schema, value, index).violations.length === 0 ? [index] : []))
  const is2020 = place.run.index.draft === '2020-12'
  const least = is2020 && typeof place.schema.minContains === 'number' ? place.schema.minContains : 1
  const most = is2020 && typeof place.schema.maxContains === 'number' ? place.schema.maxContains : Number.POSITIVE_INFINITY
  wrongUnless(place, 'contains', found.length >= least && found.length <= most, `must hold ${least} or more items that fit "contains"`)
  if (is2020) for (const index of found) place.outcome.items.add(index)
}

function wrongUnless(place: Place, keyword: string, isRight: boolean, message: string): void {
  if (!isRight) place.outcome.violations.push({ path: place.path, keyword, message })
}

function eachKey({ value, run }: Place, visit: (key: string) => unknown): void {
  if (!isJsonObject(value)) return
  const keys = Object.keys(value)
  spend(run, keys.length / 8)
  for (const key of keys) visit(key)
}

function itemsOf({ value }: Place): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function eachItem(place: Place, visit: (index: number) => unknown): void {
  for (const index of itemsOf(place).keys()) visit(index)
}

function whenPresent({ value }: Place, map: Json, visit: (one: Json) => void): void {
  for (const [key, one] of isJsonObject(map) ? Object.entries(map) : []) if (isJsonObject(value) && Object.hasOwn(value, key)) visit(one)
}

function own(map: Json, key: string): Json | undefined {
  return isJsonObject(map) && Object.hasOwn(map, key) ? map[key] : undefined
}

function listed(schemas: Json, index: number): Json | undefined {
  return Array.isArray(schemas) ? schemas[index] : undefined
}

function lengthOf(list: Json | undefined, otherwise: number): number {
  return Array.isArray(list) ? list.length : otherwise
}
