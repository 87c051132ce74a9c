/**
 * What an expression may hold while it runs: JSON, `undefined` and dates. Functions and patterns are never values:
 * they stand only where a listed method takes them, so there is nothing to get hold of and nothing to call.
 */
export type Value = undefined | null | boolean | number | string | Date | readonly Value[] | ValueObject

export interface ValueObject {
  readonly [key: string]: Value
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isDate(value: Value): value is Date {
  return value instanceof Date
}

/** A plain object: not null, no array, no date. */
export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !isList(value) && !isDate(value)
}

/** How messages name the kind of a value; never its content, which may be secret. */
export function kindOf(value: Value): string {
  if (value === undefined || value === null) return 'nothing'
  if (isList(value)) return 'an array'
  if (isDate(value)) return 'a date'
  return { string: 'text', number: 'a number', boolean: 'a boolean' }[typeof value as string] ?? 'an object'
}
