import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toInteger, toNumber, toText, toTextArgument } from '../run/convert.ts'
import { type Frame, spend, spendNewText, spendText } from '../run/frame.ts'
import { isList, isObject, type Value } from '../run/value.ts'
import { createDate, dateUtc, parseDate } from './date.ts'
import { parseJson, stringifyJson } from './json-functions.ts'
import { mathFunctions } from './math-functions.ts'
import { arrayFrom, assign, entries, fromEntries, groupBy, hasOwn, keys, values } from './object-functions.ts'

export type RunFunction = (call: Call) => Value

/** The functions that can be called by name. What is not here cannot be called. */
export const functions: Readonly<Record<string, RunFunction>> = {
  ...mathFunctions,
  'Array.from': arrayFrom,
  'Array.isArray': ({ args }) => isList(args[0]),
  'Array.of': ({ args }) => args,
  Boolean: ({ args }) => Boolean(args[0]),
  'Date.parse': ({ args, frame }) => parseDate(toTextArgument(args[0], frame)),
  'Date.UTC': dateUtc,
  'new Date': createDate,
  'JSON.parse': parseJson,
  'JSON.stringify': stringifyJson,
  Number: number,
  'Number.isFinite': ({ args }) => Number.isFinite(args[0]),
  'Number.isInteger': ({ args }) => Number.isInteger(args[0]),
  'Number.isNaN': ({ args }) => Number.isNaN(args[0]),
  'Number.isSafeInteger': ({ args }) => Number.isSafeInteger(args[0]),
  'Number.parseFloat': readFloat,
  'Number.parseInt': readInteger,
  'Object.assign': assign,
  'Object.entries': entries,
  'Object.fromEntries': fromEntries,
  'Object.groupBy': groupBy,
  'Object.hasOwn': hasOwn,
  'Object.keys': keys,
  'Object.values': values,
  String: ({ args, frame }) => (args.length === 0 ? '' : toText(args[0], frame)),
  'String.fromCharCode': ({ args, frame }) => fromCodes(args, frame, (code) => String.fromCharCode(code)),
  'String.fromCodePoint': ({ args, frame }) => fromCodes(args, frame, codePointText),
  decodeURI: uriFunction(decodeURI, 1),
  decodeURIComponent: uriFunction(decodeURIComponent, 1),
  encodeURI: uriFunction(encodeURI, 9),
  encodeURIComponent: uriFunction(encodeURIComponent, 9),
  isFinite: ({ args, frame }) => Number.isFinite(toNumber(args[0], frame)),
  isNaN: ({ args, frame }) => Number.isNaN(toNumber(args[0], frame)),
  parseFloat: readFloat,
  parseInt: readInteger,
}

/** Unlike the operators `Number(…)` is asked to try: what has no number gives NaN. */
function number({ args, frame }: Call): Value {
  const [value] = args
  if (isList(value) || isObject(value)) return Number.NaN
  return args.length === 0 ? 0 : toNumber(value, frame)
}

function readFloat({ args, frame }: Call): Value {
  return Number.parseFloat(scanned(toTextArgument(args[0], frame), frame))
}

function readInteger({ args, frame }: Call): Value {
  const radix = args[1] === undefined || isList(args[1]) ? undefined : toInteger(args[1], frame)
  return Number.parseInt(scanned(toTextArgument(args[0], frame), frame), radix)
}

function scanned(text: string, frame: Frame): string {
  spendText(frame, text.length)
  return text
}

function fromCodes(args: readonly Value[], frame: Frame, toCharacter: (code: number) => string): string {
  spend(frame, args.length / 4)
  return args.map((arg) => toCharacter(toNumber(arg, frame))).join('')
}

function codePointText(code: number): string {
  if (Number.isInteger(code) && code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  throw new Fault('EXPRESSION_BAD_ARGUMENT', 'A code point is a whole number from 0 to 1114111')
}

/** `growth` is how much longer the text may become. */
function uriFunction(convert: (text: string) => string, growth: number): RunFunction {
  return ({ args, frame }) => {
    const text = toTextArgument(args[0], frame)
    spendNewText(frame, text.length * growth)
    try {
      return convert(text)
    } catch (cause) {
      // The host's message would be the same for all four and could not say which text was meant.
      throw new Fault(
        'EXPRESSION_BAD_ARGUMENT',
        `The text cannot be ${growth === 1 ? 'decoded: it has a % that is not followed by valid UTF-8' : 'encoded: it has half a character'}`,
        {
          cause,
        },
      )
    }
  }
}
