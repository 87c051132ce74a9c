import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { concat, toInteger, toTextArgument } from '../run/convert.ts'
import { type Frame, spendNewText, spendText } from '../run/frame.ts'
import type { Value } from '../run/value.ts'

/** The methods of texts that take data only, as in JavaScript; those that take a pattern are in `patternMethods`. */
export const textMethods = {
  at: (text: string, { args, frame }: Call): Value => text.at(toInteger(args[0], frame)),
  charAt: (text: string, { args, frame }: Call): Value => text.charAt(toInteger(args[0], frame)),
  charCodeAt: (text: string, { args, frame }: Call): Value => text.charCodeAt(toInteger(args[0], frame)),
  codePointAt: (text: string, { args, frame }: Call): Value => text.codePointAt(toInteger(args[0], frame)),
  concat: (text: string, { args, frame }: Call): Value =>
    args.reduce<string>((joined, arg) => concat(joined, toTextArgument(arg, frame), frame), text),
  endsWith: (text: string, { args, frame }: Call): Value => text.endsWith(part(args[0], frame), toInteger(args[1], frame, text.length)),
  includes: (text: string, { args, frame }: Call): Value => search(text, frame).includes(part(args[0], frame), toInteger(args[1], frame)),
  indexOf: (text: string, { args, frame }: Call): Value => search(text, frame).indexOf(part(args[0], frame), toInteger(args[1], frame)),
  lastIndexOf(text: string, { args, frame }: Call): Value {
    return search(text, frame).lastIndexOf(part(args[0], frame), toInteger(args[1], frame, Number.POSITIVE_INFINITY))
  },
  localeCompare: (text: string, { args, frame }: Call): Value => compareCodePoints(search(text, frame), part(args[0], frame)),
  normalize(text: string, { args, frame }: Call): Value {
    const form = args[0] === undefined ? 'NFC' : toTextArgument(args[0], frame)
    if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(form)) throw new Fault('EXPRESSION_BAD_ARGUMENT', 'normalize takes NFC, NFD, NFKC or NFKD')
    spendNewText(frame, text.length * 18)
    return text.normalize(form)
  },
  padEnd: (text: string, call: Call): Value => text + padding(text, call),
  padStart: (text: string, call: Call): Value => padding(text, call) + text,
  repeat(text: string, { args, frame }: Call): Value {
    const count = toInteger(args[0], frame)
    if (count < 0) throw new Fault('EXPRESSION_BAD_ARGUMENT', `repeat(${count}) is not possible: the count must not be negative`)
    spendNewText(frame, text.length * count)
    return text === '' ? '' : text.repeat(count)
  },
  slice: (text: string, { args, frame }: Call): Value =>
    search(text, frame).slice(toInteger(args[0], frame), toInteger(args[1], frame, text.length)),
  startsWith: (text: string, { args, frame }: Call): Value => text.startsWith(part(args[0], frame), toInteger(args[1], frame)),
  substring: (text: string, { args, frame }: Call): Value =>
    search(text, frame).substring(toInteger(args[0], frame), toInteger(args[1], frame, text.length)),
  toLowerCase: (text: string, { frame }: Call): Value => search(text, frame).toLowerCase(),
  toString: (text: string): Value => text,
  toUpperCase: (text: string, { frame }: Call): Value => search(text, frame).toUpperCase(),
  trim: (text: string, { frame }: Call): Value => search(text, frame).trim(),
  trimEnd: (text: string, { frame }: Call): Value => search(text, frame).trimEnd(),
  trimStart: (text: string, { frame }: Call): Value => search(text, frame).trimStart(),
}

/** The text, once going through it is paid for. */
function search(text: string, frame: Frame): string {
  spendText(frame, text.length)
  return text
}

function part(value: Value, frame: Frame): string {
  return search(toTextArgument(value, frame), frame)
}

function padding(text: string, { args, frame }: Call): string {
  const missing = toInteger(args[0], frame) - text.length
  const filler = args[1] === undefined ? ' ' : toTextArgument(args[1], frame)
  if (missing <= 0 || filler === '') return ''
  spendNewText(frame, text.length + missing)
  return filler.repeat(Math.ceil(missing / filler.length)).slice(0, missing)
}

/** The same order on every machine, which no locale's order is: -1, 0 or 1 by the first code point that differs. */
function compareCodePoints(left: string, right: string): number {
  let index = 0
  while (index < left.length && left[index] === right[index]) index++
  const difference = (codePoint(left, index) ?? -1) - (codePoint(right, index) ?? -1)
  return Math.sign(difference)
}

/** The code point that the unit at `index` belongs to. */
function codePoint(text: string, index: number): number | undefined {
  const before = text.codePointAt(index - 1)
  return before !== undefined && before > 0xffff ? before : text.codePointAt(index)
}
