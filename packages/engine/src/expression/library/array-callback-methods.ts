import { Fault } from '../fault.ts'
import type { Call, Callback } from '../run/call.ts'
import { type Frame, spendElements, spendMore } from '../run/frame.ts'
import { isList, type Value } from '../run/value.ts'

type List = readonly Value[]

/** The methods of arrays that need a callback; each run of it pays for itself. */
export const arrayCallbackMethods = {
  map: (list: List, call: Call): Value => mapped(list, each(list, call), call.frame),
  filter: (list: List, call: Call): Value => filtered(list, each(list, call), call.frame),
  some: (list: List, call: Call): Value => list.some(each(list, call)),
  every: (list: List, call: Call): Value => list.every(each(list, call)),
  find: (list: List, call: Call): Value => list.find(each(list, call)),
  findIndex: (list: List, call: Call): Value => list.findIndex(each(list, call)),
  findLast: (list: List, call: Call): Value => list.findLast(each(list, call)),
  findLastIndex: (list: List, call: Call): Value => list.findLastIndex(each(list, call)),
  flatMap: (list: List, call: Call): Value => flatMapped(list, each(list, call), call.frame),
  reduce: (list: List, call: Call): Value => reduced(list, 'left', call),
  reduceRight: (list: List, call: Call): Value => reduced(list, 'right', call),
}

/** The callback as the host's methods call it. The compiler has seen to it that there is one. */
function each(list: List, { callback }: Call): Callback {
  if (!callback) throw new Fault('EXPRESSION_BAD_ARGUMENT', 'A function is needed, as in map(x => x.id)')
  return (value, index) => callback(value, index, list)
}

/** By hand, like `filter`: the host's own asks the array which class its result should have. */
function mapped(list: List, callback: Callback, frame: Frame): Value[] {
  spendElements(frame, list.length)
  const results: Value[] = []
  for (const [index, value] of list.entries()) results.push(callback(value, index))
  return results
}

function filtered(list: List, callback: Callback, frame: Frame): Value[] {
  spendElements(frame, list.length)
  const results: Value[] = []
  for (const [index, value] of list.entries()) if (callback(value, index)) results.push(value)
  return results
}

function flatMapped(list: List, callback: Callback, frame: Frame): Value[] {
  const flat: Value[] = []
  for (const [index, value] of list.entries()) {
    const result = callback(value, index)
    const elements = isList(result) ? result : [result]
    spendMore(frame, flat.length, elements.length)
    for (const element of elements) flat.push(element)
  }
  return flat
}

function reduced(list: List, from: 'left' | 'right', { callback, args }: Call): Value {
  if (list.length === 0 && args.length < 2)
    throw new Fault('EXPRESSION_BAD_ARGUMENT', 'reduce of an empty array needs a first value, as in reduce((sum, x) => sum + x, 0)')
  const indices = from === 'left' ? [...list.keys()] : [...list.keys()].reverse()
  let total = args.length < 2 ? list[indices.shift() ?? 0] : args[1]
  for (const index of indices) total = callback?.(total, list[index], index, list)
  return total
}
