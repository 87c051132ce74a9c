import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toInteger } from '../run/convert.ts'
import { copyList, copyOwn, elementsOf } from '../run/elements.ts'
import { type Frame, spendElements, spendMore } from '../run/frame.ts'
import { readOwn, setOwn, toKey } from '../run/own-property.ts'
import { isList, isObject, kindOf, type Value, type ValueObject } from '../run/value.ts'

export function keys({ args, frame }: Call): Value {
  return Object.keys(ownable(args[0], frame))
}

export function values({ args, frame }: Call): Value {
  return Object.values(ownable(args[0], frame))
}

export function entries({ args, frame }: Call): Value {
  return Object.entries(ownable(args[0], frame))
}

/** As in JavaScript, a text has its characters, and numbers, booleans and dates have nothing of their own. */
function ownable(value: Value, frame: Frame): ValueObject | readonly Value[] {
  if (value === undefined || value === null)
    throw new Fault('EXPRESSION_NO_VALUE', 'An object is needed here, but there is no value; use ?? {} if it may be missing')
  if (typeof value === 'string') return elementsOf(value, frame)
  if (!isList(value) && !isObject(value)) return {}
  spendElements(frame, Object.keys(value).length)
  return value
}

export function fromEntries({ args, frame }: Call): Value {
  const object: Record<string, Value> = {}
  const pairs = elementsOf(args[0], frame)
  spendElements(frame, pairs.length)
  for (const pair of pairs) {
    if (!isList(pair))
      throw new Fault('EXPRESSION_WRONG_TYPE', `Object.fromEntries takes pairs such as ['name', value], not ${kindOf(pair)}`)
    setOwn(object, String(keyOf(pair[0], frame)), pair[1])
  }
  return object
}

/** A key that comes from data may be called anything: it becomes an own property. */
function keyOf(value: Value, frame: Frame): string {
  return typeof value === 'string' ? value : String(toKey(value, frame))
}

/** `Object.assign({}, a, b)`: into a new object; the first one stays as it is. */
export function assign({ args, frame }: Call): Value {
  const object: Record<string, Value> = {}
  for (const arg of args) copyOwn(arg, object, frame)
  return object
}

export function hasOwn({ args: [object, key], frame }: Call): Value {
  return Object.hasOwn(ownable(object, frame), keyOf(key, frame))
}

/** `Object.groupBy(items, item => item.kind)` */
export function groupBy({ args, callback, frame }: Call): Value {
  const groups: Record<string, Value[]> = {}
  for (const [index, element] of elementsOf(args[0], frame).entries()) {
    const key = keyOf(callback?.(element, index), frame)
    const group = Object.hasOwn(groups, key) ? groups[key] : undefined
    spendMore(frame, group?.length ?? 0, 1)
    if (group) group.push(element)
    else setOwn(groups as Record<string, Value>, key, [element])
  }
  return groups
}

/** `Array.from(items)`, `Array.from({ length: 3 }, (_, i) => i)` */
export function arrayFrom({ args, callback, frame }: Call): Value {
  const elements = isObject(args[0]) ? fromLength(args[0], frame) : elementsOf(args[0], frame)
  spendElements(frame, elements.length)
  return callback ? Array.from(elements, (element, index) => callback(element, index)) : copyList(elements)
}

function fromLength(object: ValueObject, frame: Frame): Value[] {
  const length = Math.max(0, toInteger(readOwn(object, 'length'), frame))
  spendElements(frame, length)
  return Array.from({ length }, (_, index) => readOwn(object, index))
}
