import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { FatalError, folded } from '@millrace/kit'
import { z } from 'zod'

/**
 * Owns: plain JSON as DynamoDB's typed values and back. Numbers are numbers where a double holds them exactly, else text; binary is base64;
 * sets are lists. What JSON cannot say by itself, `types` says by the attribute's name.
 */
export type AttributeValue = { readonly [Type in string]?: Json }
export type Item = Readonly<Record<string, AttributeValue>>

const declaredTypes = ['number', 'binary', 'string-set', 'number-set', 'binary-set'] as const
export type DeclaredType = (typeof declaredTypes)[number]
export type DeclaredTypes = Readonly<Record<string, DeclaredType>>

export const typesField = z
  .record(z.string().min(1), z.enum(declaredTypes))
  .default({})
  .meta({
    title: 'Types',
    description: 'By name, those attributes that JSON cannot tell: sets, binary (as base64), numbers given as text',
    ...folded,
  })

/** The largest run of digits that every double keeps. */
const exactDigits = 15

export function itemOf(object: JsonObject, types: DeclaredTypes): Item {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, attributeValue(value, typeOf(types, name))]))
}

export function attributeValue(value: Json, type?: DeclaredType): AttributeValue {
  if (type !== undefined) return declaredValue(value, type)
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (!isJsonObject(value)) return { L: value.map((one: Json) => attributeValue(one) as JsonObject) }
  return { M: itemOf(value, {}) as JsonObject }
}

export function typeOf(types: DeclaredTypes, name: string): DeclaredType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined
}

function declaredValue(value: Json, type: DeclaredType): AttributeValue {
  switch (type) {
    case 'number':
      return { N: numberText(value) }
    case 'binary':
      return { B: text(value, 'base64') }
    case 'string-set':
      return { SS: members(value).map((one) => text(one, 'a text')) }
    case 'number-set':
      return { NS: members(value).map(numberText) }
    case 'binary-set':
      return { BS: members(value).map((one) => text(one, 'base64')) }
  }
}

function members(value: Json): readonly Json[] {
  if (Array.isArray(value) && value.length > 0) return value
  throw unfit('a set must be a list with at least one member')
}

function text(value: Json, what: string): string {
  if (typeof value === 'string') return value
  throw unfit(`a value must be ${what}`)
}

function numberText(value: Json): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return value
  throw unfit('a value must be a number, or one written as text')
}

function unfit(what: string): FatalError {
  return new FatalError(`The values do not fit their types: ${what}. Correct them, or "types".`, { code: 'BAD_PARAMS' })
}

export function plainItem(item: Item): JsonObject {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]))
}

function plainValue(value: AttributeValue): Json {
  const [[type, held = null] = []] = Object.entries(value)
  switch (type) {
    case 'N':
      return plainNumber(String(held))
    case 'L':
      return (held as readonly AttributeValue[]).map(plainValue)
    case 'M':
      return plainItem(held as Item)
    case 'NS':
      return (held as readonly string[]).map(plainNumber)
    case 'NULL':
      return null
    default:
      // S, B, BOOL, SS and BS are written as JSON has them.
      return held
  }
}

function plainNumber(written: string): number | string {
  const number = Number(written)
  const digits = written.replace(/e.*$/i, '').replaceAll(/[-+.]/g, '').replace(/^0+/, '').length
  return digits <= exactDigits || (Number.isSafeInteger(number) && String(number) === written) ? number : written
}
