import type { Json } from '../json.ts'
import { booleanType, listOf, mapOf, nullType, numberType, stringType, unionOf, type ValueType } from './value-type.ts'

/** The type of a value that is written out. */
export function typeOfJson(value: Json): ValueType {
  if (value === null) return nullType
  switch (typeof value) {
    case 'string':
      return stringType
    case 'number':
      return numberType
    case 'boolean':
      return booleanType
  }
  if (isList(value)) return listOf(unionOf(value.map(typeOfJson)))
  return mapOf(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, typeOfJson(field)])))
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
