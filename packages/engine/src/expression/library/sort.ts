import { Fault } from '../fault.ts'
import type { Callback } from '../run/call.ts'
import { toNumber, toText } from '../run/convert.ts'
import { copyList } from '../run/elements.ts'
import { type Frame, spend, spendElements, spendText } from '../run/frame.ts'
import type { Value } from '../run/value.ts'

/** Negative when the first comes first. */
type Order = (left: Value, right: Value) => number

/**
 * A stable merge sort of our own: with a comparator that contradicts itself the host's sort may give another result in
 * its next version, and an execution replayed then must not.
 */
export function sorted(list: readonly Value[], callback: Callback | undefined, frame: Frame): Value[] {
  spendElements(frame, list.length)
  const order = callback ? orderBy(callback, frame) : textOrder(frame)
  const copy = copyList(list)
  const present = copy.filter((value) => value !== undefined)
  return [...mergeSort(present, order, frame), ...copy.filter((value) => value === undefined)]
}

function orderBy(callback: Callback, frame: Frame): Order {
  return (left, right) => {
    const order = callback(left, right)
    if (typeof order === 'boolean')
      throw new Fault('EXPRESSION_BAD_ARGUMENT', 'A sort function must give a number, not true or false: (a, b) => a.price - b.price')
    return toNumber(order, frame)
  }
}

/** Without a comparator values are ordered by their text, as in JavaScript: 10 comes before 9. */
function textOrder(frame: Frame): Order {
  return (left, right) => {
    const [l, r] = [toText(left, frame), toText(right, frame)]
    spendText(frame, Math.min(l.length, r.length))
    return l < r ? -1 : l > r ? 1 : 0
  }
}

function mergeSort(list: Value[], order: Order, frame: Frame): Value[] {
  if (list.length < 2) return list
  const middle = list.length >> 1
  const left = mergeSort(list.slice(0, middle), order, frame)
  const right = mergeSort(list.slice(middle), order, frame)
  const merged: Value[] = []
  let [l, r] = [0, 0]
  while (l < left.length && r < right.length) {
    spend(frame, 1)
    merged.push(order(left[l], right[r]) > 0 ? right[r++] : left[l++])
  }
  while (l < left.length) merged.push(left[l++])
  while (r < right.length) merged.push(right[r++])
  return merged
}
