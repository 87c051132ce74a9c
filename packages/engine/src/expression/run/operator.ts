import { Fault } from '../fault.ts'
import { concat, toNumber, toText } from './convert.ts'
import { type Frame, spendText } from './frame.ts'
import { toKey } from './own-property.ts'
import { isDate, kindOf, type Value } from './value.ts'

/**
 * Owns: what the operators do. They are JavaScript's for everything that is not an array, an object or a date.
 * For those JavaScript would call methods of the value; here they have a text only in `+` beside a text, and otherwise
 * it is a mistake, because it always is one in JavaScript too. Dates compare and subtract as numbers.
 */
export function add(left: Value, right: Value, frame: Frame): Value {
  if (typeof left === 'number' && typeof right === 'number') return left + right
  if (typeof left === 'string') return concat(left, toText(right, frame), frame)
  if (typeof right === 'string') return concat(toText(left, frame), right, frame)
  if (isDate(left) || isDate(right)) throw new Fault('EXPRESSION_WRONG_TYPE', 'A date cannot be added: use .getTime() and add milliseconds')
  return toNumber(left, frame) + toNumber(right, frame)
}

type NumberOperation = (left: number, right: number) => number

export function arithmetic(operation: NumberOperation): (left: Value, right: Value, frame: Frame) => number {
  return (left, right, frame) =>
    typeof left === 'number' && typeof right === 'number'
      ? operation(left, right)
      : operation(toNumber(left, frame), toNumber(right, frame))
}

/** From -1, 0, 1 and NaN to what the operator says of it. */
type Verdict = (order: number) => boolean

export function compare(verdict: Verdict): (left: Value, right: Value, frame: Frame) => boolean {
  return (left, right, frame) => {
    if (typeof left === 'string' && typeof right === 'string') {
      spendText(frame, Math.min(left.length, right.length))
      return verdict(left < right ? -1 : left > right ? 1 : 0)
    }
    const [l, r] = [toNumber(left, frame), toNumber(right, frame)]
    return verdict(l < r ? -1 : l > r ? 1 : l === r ? 0 : Number.NaN)
  }
}

export function strictlyEqual(left: Value, right: Value, frame: Frame): boolean {
  if (typeof left === 'string' && typeof right === 'string' && left.length === right.length) spendText(frame, left.length)
  return left === right
}

/** `==` among texts, numbers, booleans, null and undefined; an array, object or date is equal only to itself. */
export function looselyEqual(left: Value, right: Value, frame: Frame): boolean {
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right)
  if (typeof left === typeof right) return strictlyEqual(left, right, frame)
  if (typeof left === 'object' || typeof right === 'object') return false
  return toNumber(left, frame) === toNumber(right, frame)
}

function isEmpty(value: Value): boolean {
  return value === undefined || value === null
}

/** `key in object`: own keys only, so that `'toString' in {}` is false. */
export function hasKey(key: Value, object: Value, frame: Frame): boolean {
  if (typeof object !== 'object' || object === null) {
    throw new Fault('EXPRESSION_WRONG_TYPE', `What stands after "in" must be an object or array, not ${kindOf(object)}`)
  }
  return Object.hasOwn(object, toKey(key, frame))
}
