import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { typeOfJson } from './type-of-json.ts'
import {
  booleanType,
  type Field,
  listOf,
  mapOf,
  nullType,
  numberType,
  stringType,
  unionOf,
  unknownType,
  type ValueType,
} from './value-type.ts'

/** The type of the values that a JSON Schema takes, or a wider one: keywords that are not known here take nothing away. */
export function typeFromSchema(schema: Json): ValueType {
  return read(schema, { root: schema, within: [] })
}

interface Reading {
  readonly root: Json
  /** The references being followed: a type that holds itself has no end. */
  readonly within: readonly string[]
}

const simple: ReadonlyMap<Json, ValueType> = new Map([
  ['string', stringType],
  ['number', numberType],
  ['integer', numberType],
  ['boolean', booleanType],
  ['null', nullType],
])

function read(schema: Json | undefined, reading: Reading): ValueType {
  if (!isJsonObject(schema)) return unknownType
  if (typeof schema.$ref === 'string') return follow(schema.$ref, reading)
  if (schema.const !== undefined) return typeOfJson(schema.const)
  if (isList(schema.enum)) return unionOf(schema.enum.map(typeOfJson))
  const options = schema.anyOf ?? schema.oneOf
  if (isList(options)) return unionOf(options.map((option) => read(option, reading)))
  if (isList(schema.allOf)) return read(schema.allOf[0], reading)
  const names = isList(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]
  return unionOf(names.map((name) => named(name, schema, reading)))
}

function named(name: Json, schema: JsonObject, reading: Reading): ValueType {
  if (name === 'array') return listOf(itemsOf(schema, reading))
  if (name === 'object') return objectOf(schema, reading)
  return simple.get(name) ?? unknownType
}

function itemsOf({ items, prefixItems }: JsonObject, reading: Reading): ValueType {
  if (!isList(prefixItems)) return read(items, reading)
  return unionOf([...prefixItems.map((item) => read(item, reading)), ...(items === false ? [] : [read(items, reading)])])
}

function objectOf({ properties, required, additionalProperties, patternProperties }: JsonObject, reading: Reading): ValueType {
  const sure = isList(required) ? required : []
  const entries = Object.entries(isJsonObject(properties) ? properties : {}).map(([name, schema]): [string, Field] => {
    const about = isJsonObject(schema) && typeof schema.description === 'string' ? { about: schema.description } : {}
    return [name, { type: read(schema, reading), ...(!sure.includes(name) && { optional: true }), ...about }]
  })
  const isClosed = additionalProperties === false && patternProperties === undefined
  const rest = patternProperties === undefined ? read(additionalProperties, reading) : unknownType
  return mapOf(Object.fromEntries(entries), isClosed ? undefined : rest)
}

function follow(ref: string, { root, within }: Reading): ValueType {
  if (within.includes(ref) || !ref.startsWith('#')) return unknownType
  const target = ref
    .slice(1)
    .split('/')
    .filter((part) => part !== '')
    .reduce<Json | undefined>((value, part) => (isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined), root)
  return read(target, { root, within: [...within, ref] })
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
