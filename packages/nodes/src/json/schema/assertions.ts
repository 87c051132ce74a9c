import { isJsonObject, type Json } from '@millrace/engine'
import { valueKey } from '../../transform/value-order.ts'
import { formats } from './formats.ts'

/** Says what is wrong with a value, or nothing. What the keyword does not speak of is right. */
type Assertion = (limit: Json, value: Json) => string | undefined

function failing(isWrong: boolean, message: string): string | undefined {
  return isWrong ? message : undefined
}

const aboutNumber = (compare: (value: number, limit: number) => boolean, words: string): Assertion => {
  return (limit, value) =>
    typeof value === 'number' && typeof limit === 'number' ? failing(!compare(value, limit), `must be ${words} ${limit}`) : undefined
}

const aboutSize = (sizeOf: (value: Json) => number | undefined, bound: 'least' | 'most', noun: string): Assertion => {
  return (limit, value) => {
    const size = sizeOf(value)
    if (size === undefined || typeof limit !== 'number') return undefined
    return failing(bound === 'least' ? size < limit : size > limit, `must have at ${bound} ${limit} ${noun}`)
  }
}

// Characters, not units: a smiley is one.
const length = (value: Json) =>
  typeof value === 'string' ? value.length - (value.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0) : undefined
const items = (value: Json) => (Array.isArray(value) ? value.length : undefined)
const properties = (value: Json) => (isJsonObject(value) ? Object.keys(value).length : undefined)

export const assertions: Readonly<Record<string, Assertion>> = {
  type: (types, value) => failing(![types].flat().some((type) => isOfType(value, type)), `must be ${[types].flat().join(' or ')}`),
  enum: (allowed, value) =>
    failing(Array.isArray(allowed) && !allowed.some((one: Json) => isEqual(one, value)), 'must be one of the allowed values'),
  const: (wanted, value) => failing(!isEqual(wanted, value), 'must be the one allowed value'),
  minimum: aboutNumber((value, limit) => value >= limit, 'at least'),
  maximum: aboutNumber((value, limit) => value <= limit, 'at most'),
  exclusiveMinimum: aboutNumber((value, limit) => value > limit, 'more than'),
  exclusiveMaximum: aboutNumber((value, limit) => value < limit, 'less than'),
  multipleOf: aboutNumber(isMultiple, 'a multiple of'),
  minLength: aboutSize(length, 'least', 'characters'),
  maxLength: aboutSize(length, 'most', 'characters'),
  minItems: aboutSize(items, 'least', 'items'),
  maxItems: aboutSize(items, 'most', 'items'),
  minProperties: aboutSize(properties, 'least', 'fields'),
  maxProperties: aboutSize(properties, 'most', 'fields'),
  uniqueItems: (wanted, value) => failing(wanted === true && Array.isArray(value) && hasTwins(value), 'must not hold equal items'),
  format: (name, value) =>
    failing(typeof value === 'string' && typeof name === 'string' && formats.get(name)?.(value) === false, `must be a valid ${name}`),
}

function isOfType(value: Json, type: Json): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  return type === 'object' ? isJsonObject(value) : type === typeof value
}

export function isEqual(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && valueKey(a) === valueKey(b))
}

function hasTwins(list: readonly Json[]): boolean {
  return new Set(list.map(valueKey)).size < list.length
}

/** 0.3 is a multiple of 0.1, although in binary it is not quite. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return of > 0 && Number.isFinite(times) && Math.abs(times - Math.round(times)) <= Number.EPSILON * Math.abs(times)
}
