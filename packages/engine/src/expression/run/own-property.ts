import { Fault } from '../fault.ts'
import { type Frame, spendText } from './frame.ts'
import { isDate, isList, type Value, type ValueObject } from './value.ts'

/**
 * Owns the one way in which expressions read and make properties: own ones only, whatever they are called.
 * That alone keeps prototypes out of reach; refusing three names besides makes every attempt a plain error.
 */
const refusedKeys: ReadonlySet<Value> = new Set(['__proto__', 'constructor', 'prototype'])

export function isRefusedKey(key: Value): boolean {
  return refusedKeys.has(key)
}

export function refusedKey(key: string, position?: number): Fault {
  return new Fault('EXPRESSION_NOT_ALLOWED', `.${key} cannot be used in an expression: pass the whole value on, or use Object.entries()`, {
    ...(position !== undefined && { position }),
  })
}

/** The value of an own property; undefined for any other. `object` is not null or undefined. */
export function readOwn(object: Value, key: string | number): Value {
  if (typeof object === 'object' && object !== null) return Object.hasOwn(object, key) ? (object as ValueObject)[key] : undefined
  if (typeof object === 'string') return key === 'length' ? object.length : readCharacter(object, key)
  return undefined
}

function readCharacter(text: string, key: string | number): Value {
  return Object.hasOwn(Object(text), key) ? text[Number(key)] : undefined
}

/** Makes an own property even of `__proto__`, where an assignment would change the prototype. */
export function setOwn(object: Record<string, Value>, key: string, value: Value): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  else object[key] = value
}

/** What stands in `[ ]` as a key. Only text can be one of the refused. */
export function toKey(value: Value, frame: Frame): string | number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    if (isRefusedKey(value)) throw refusedKey(value)
    spendText(frame, value.length)
    return value
  }
  if (typeof value !== 'object' || value === null) return String(value)
  throw new Fault(
    'EXPRESSION_WRONG_TYPE',
    `A key must be text or a number, not ${isList(value) ? 'an array' : isDate(value) ? 'a date' : 'an object'}`,
  )
}
