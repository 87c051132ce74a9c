import { Fault } from '../fault.ts'
import { type Frame, spendElements } from './frame.ts'
import { setOwn } from './own-property.ts'
import { isList, kindOf, type Value, type ValueObject } from './value.ts'

/** What `...value`, `Array.from` and destructuring go through: the elements of an array, the characters of a text. */
export function elementsOf(value: Value, frame: Frame): readonly Value[] {
  if (isList(value)) return value
  if (typeof value !== 'string') throw new Fault('EXPRESSION_WRONG_TYPE', `An array or text is needed here, not ${kindOf(value)}`)
  spendElements(frame, value.length)
  return Array.from(value)
}

/** A copy, by hand: the host's `slice` asks the array which class its result should have. */
export function copyList(list: readonly Value[], from = 0, to = list.length): Value[] {
  const copy: Value[] = []
  for (let index = from; index < to; index++) copy.push(list[index])
  return copy
}

/** Copies the own properties as `...value` does in an object: what is no object adds nothing, a text its characters. */
export function copyOwn(value: Value, target: Record<string, Value>, frame: Frame): void {
  if (value === undefined || value === null) return
  const keys = Object.keys(value)
  spendElements(frame, keys.length)
  for (const key of keys) setOwn(target, key, (Object(value) as ValueObject)[key])
}
