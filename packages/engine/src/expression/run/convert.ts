import { Fault } from '../fault.ts'
import { type Frame, spendNewText, spendText } from './frame.ts'
import { isoText, leave } from './leave.ts'
import { isDate, kindOf, type Value } from './value.ts'

/** The number that an operator works with: as in JavaScript, except that arrays and objects are a mistake. */
export function toNumber(value: Value, frame: Frame): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    spendText(frame, value.length)
    return Number(value)
  }
  if (typeof value !== 'object' || value === null) return Number(value)
  if (isDate(value)) return value.getTime()
  throw new Fault('EXPRESSION_WRONG_TYPE', `A number is needed here, not ${kindOf(value)}`)
}

/** The text of any value: as in JavaScript, except that dates are ISO text and arrays and objects are JSON. */
export function toText(value: Value, frame: Frame): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value)
  if (isDate(value)) return isoText(value) ?? 'Invalid Date'
  return toJsonText(value, frame) ?? ''
}

export function toJsonText(value: Value, frame: Frame, space?: string | number): string | undefined {
  if (value === undefined) return undefined
  const text = JSON.stringify(leave(value, frame), undefined, space)
  spendNewText(frame, text.length)
  return text
}

/** A text argument of a method: arrays and objects are a mistake there. */
export function toTextArgument(value: Value, frame: Frame): string {
  if (typeof value === 'object' && value !== null && !isDate(value))
    throw new Fault('EXPRESSION_WRONG_TYPE', `Text is needed here, not ${kindOf(value)}`)
  return toText(value, frame)
}

/** A whole-number argument of a method, `fallback` when it is left out. */
export function toInteger(value: Value, frame: Frame, fallback = 0): number {
  if (value === undefined) return fallback
  const number = Math.trunc(toNumber(value, frame))
  return Number.isNaN(number) ? 0 : number
}

/** Joins two texts. Only the shorter one is paid for: the engine below shares the longer one instead of copying it. */
export function concat(left: string, right: string, frame: Frame): string {
  if (left.length + right.length > frame.size) spendNewText(frame, left.length + right.length)
  spendText(frame, Math.min(left.length, right.length))
  return left + right
}
