import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { concat, toInteger, toText } from '../run/convert.ts'
import { copyList } from '../run/elements.ts'
import { checkDepth, type Frame, spend, spendElements } from '../run/frame.ts'
import { strictlyEqual } from '../run/operator.ts'
import { isList, type Value } from '../run/value.ts'
import { sorted } from './sort.ts'

type List = readonly Value[]

/** The methods of arrays that take data only. None changes the array: `sort` and `reverse` give a new one. */
export const arrayMethods = {
  at: (list: List, { args, frame }: Call): Value => list.at(toInteger(args[0], frame)),
  concat(list: List, { args, frame }: Call): Value {
    const lists = args.map((arg) => (isList(arg) ? arg : [arg]))
    spendElements(
      frame,
      lists.reduce((length, { length: more }) => length + more, list.length),
    )
    const all = copyList(list)
    for (const more of lists) for (const element of more) all.push(element)
    return all
  },
  entries: (list: List, { frame }: Call): Value => copied(list, frame).map((value, index) => [index, value]),
  flat: (list: List, { args, frame }: Call): Value => flatten(list, toInteger(args[0], frame, 1), frame),
  includes(list: List, { args: [wanted, from], frame }: Call): Value {
    return (
      indexFrom(list, from, frame, (value) => strictlyEqual(value, wanted, frame) || (Number.isNaN(value) && Number.isNaN(wanted))) >= 0
    )
  },
  indexOf: (list: List, { args: [wanted, from], frame }: Call): Value =>
    indexFrom(list, from, frame, (value) => strictlyEqual(value, wanted, frame)),
  join(list: List, { args, frame }: Call): Value {
    const separator = args[0] === undefined ? ',' : toText(args[0], frame)
    spendElements(frame, list.length)
    return list.reduce<string>((text, value, index) => {
      const part = value === undefined || value === null ? '' : toText(value, frame)
      return concat(index === 0 ? text : concat(text, separator, frame), part, frame)
    }, '')
  },
  keys: (list: List, { frame }: Call): Value => copied(list, frame).map((_, index) => index),
  lastIndexOf(list: List, { args, frame }: Call): Value {
    const from = args.length > 1 ? toInteger(args[1], frame) : list.length - 1
    for (let index = Math.min(from < 0 ? from + list.length : from, list.length - 1); index >= 0; index--) {
      spend(frame, 1 / 4)
      if (strictlyEqual(list[index], args[0], frame)) return index
    }
    return -1
  },
  reverse: (list: List, { frame }: Call): Value => copied(list, frame).toReversed(),
  slice(list: List, { args: [from, to], frame }: Call): Value {
    spendElements(frame, list.length)
    return copyList(list, place(list, toInteger(from, frame)), place(list, toInteger(to, frame, list.length)))
  },
  toReversed: (list: List, { frame }: Call): Value => copied(list, frame).toReversed(),
  toSpliced(list: List, { args: [start, count, ...added], frame }: Call): Value {
    spendElements(frame, list.length + added.length)
    return list.toSpliced(toInteger(start, frame), toInteger(count, frame, start === undefined ? 0 : list.length), ...added)
  },
  sort: (list: List, { callback, frame }: Call): Value => sorted(list, callback, frame),
  toSorted: (list: List, { callback, frame }: Call): Value => sorted(list, callback, frame),
  values: (list: List, { frame }: Call): Value => copied(list, frame),
  with(list: List, { args: [at, value], frame }: Call): Value {
    const index = toInteger(at, frame)
    const isInside = index < list.length && index >= -list.length
    if (!isInside) throw new Fault('EXPRESSION_BAD_ARGUMENT', `with(${index}) is outside an array of ${list.length} elements`)
    return copied(list, frame).with(index, value)
  },
}

function copied(list: List, frame: Frame): Value[] {
  spendElements(frame, list.length)
  return copyList(list)
}

/** An index that may count from the end, brought inside the array. */
function place({ length }: List, index: number): number {
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length)
}

function indexFrom(list: List, from: Value, frame: Frame, isWanted: (value: Value) => boolean): number {
  for (let index = place(list, toInteger(from, frame)); index < list.length; index++) {
    spend(frame, 1 / 4)
    if (isWanted(list[index])) return index
  }
  return -1
}

function flatten(list: List, levels: number, frame: Frame): Value[] {
  const flat: Value[] = []
  const visit = (value: Value, left: number, depth: number): void => {
    spend(frame, 1 / 4)
    if (!isList(value) || left < 0) {
      flat.push(value)
      return
    }
    checkDepth(frame, depth)
    for (const element of value) visit(element, left - 1, depth + 1)
  }
  visit(list, Math.max(0, levels), 0)
  spendElements(frame, flat.length)
  return flat
}
