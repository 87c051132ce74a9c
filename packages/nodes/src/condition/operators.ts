import { isJsonObject, type Json, type JsonObject, parseDuration } from '@millrace/engine'
import type { z } from 'zod'
import { valueKey } from '../transform/value-order.ts'
import { ConditionFault } from './condition-fault.ts'
import { type Kind, kindOf, readAt } from './kinds.ts'
import { any, count, duration, kind, list, moment, number, pattern, range, text, texts } from './operands.ts'
import { matches, type Patterns } from './patterns.ts'

export interface Question {
  /** What the operator's value became by its schema; undefined for operators that take none. */
  readonly wanted: Json | undefined
  readonly ignoreCase: boolean
  readonly loose: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  readonly patterns: Patterns
}

export interface Operator {
  /** The kinds of value it can judge; anything else is a fault. Left out, it judges any. */
  readonly kinds?: readonly Kind[]
  /** What it takes as `value`, its description saying what that is, e.g. `a number`; left out, it takes none. */
  readonly value?: z.ZodType
  /** The answer for a value that is missing or null. Left out, `test` gives it. */
  readonly missing?: boolean
  test(found: Json, question: Question): boolean
}

/** Every operator of a structured condition. A new one is one entry here: schema, checks, editor and docs follow. */
export const operators = {
  equals: { value: any, test: (found, question) => isSame(found, question.wanted ?? null, question) },
  'not-equals': { value: any, test: (found, question) => !isSame(found, question.wanted ?? null, question) },
  in: { value: list, test: (found, question) => listOf(question.wanted).some((one) => isSame(found, one, question)) },
  'not-in': { value: list, test: (found, question) => !listOf(question.wanted).some((one) => isSame(found, one, question)) },
  exists: { test: (found) => found !== null },
  'not-exists': { test: (found) => found === null },
  'is-empty': { test: isEmpty },
  'is-not-empty': { test: (found) => !isEmpty(found) },
  'is-type': { value: kind, test: (found, { wanted }) => kindOf(found) === wanted },

  contains: onParts(any, holdsPart),
  'not-contains': { ...onParts(any, (found, question) => !holdsPart(found, question)), missing: true },
  'contains-any': onParts(list, (found, question) => listOf(question.wanted).some((wanted) => holdsPart(found, { ...question, wanted }))),
  'contains-all': onParts(list, (found, question) => listOf(question.wanted).every((wanted) => holdsPart(found, { ...question, wanted }))),
  'has-length': onParts(count, (found, { wanted }) => lengthOf(found) === Number(wanted)),
  'longer-than': onParts(count, (found, { wanted }) => lengthOf(found) > Number(wanted)),
  'shorter-than': onParts(count, (found, { wanted }) => lengthOf(found) < Number(wanted)),

  'starts-with': onText(text, (found, question) => inCase(found, question).startsWith(inCase(question.wanted, question))),
  'ends-with': onText(text, (found, question) => inCase(found, question).endsWith(inCase(question.wanted, question))),
  matches: onText(pattern, (found, { wanted, ...search }) => matches(found, String(wanted), search)),

  'greater-than': onNumber(number, (found, wanted) => found > Number(wanted)),
  'at-least': onNumber(number, (found, wanted) => found >= Number(wanted)),
  'less-than': onNumber(number, (found, wanted) => found < Number(wanted)),
  'at-most': onNumber(number, (found, wanted) => found <= Number(wanted)),
  between: onNumber(range, (found, wanted) => found >= Number(listOf(wanted)[0]) && found <= Number(listOf(wanted)[1])),

  'is-true': { kinds: ['boolean'], missing: false, test: (found) => found === true },
  'is-false': { kinds: ['boolean'], missing: false, test: (found) => found === false },

  before: onDate(moment, (found, { wanted }) => found < atOf(wanted)),
  after: onDate(moment, (found, { wanted }) => found > atOf(wanted)),
  'on-or-before': onDate(moment, (found, { wanted }) => found <= atOf(wanted)),
  'on-or-after': onDate(moment, (found, { wanted }) => found >= atOf(wanted)),
  'within-last': onDate(duration, (found, { wanted, now }) => found <= now && found >= now - msOf(wanted)),
  'within-next': onDate(duration, (found, { wanted, now }) => found >= now && found <= now + msOf(wanted)),

  'has-key': onMap(text, (found, wanted) => Object.hasOwn(found, String(wanted))),
  'has-keys': onMap(texts, (found, wanted) => listOf(wanted).every((key) => Object.hasOwn(found, String(key)))),
} as const satisfies Record<string, Operator>

export type OperatorName = keyof typeof operators
export const operatorNames = Object.keys(operators) as [OperatorName, ...OperatorName[]] // Object.keys forgets the names it was given.

function onParts(value: z.ZodType, test: Operator['test']) {
  return { kinds: ['text', 'list'], value, missing: false, test } as const
}

function onText(value: z.ZodType, test: (found: string, question: Question) => boolean) {
  return { kinds: ['text'], value, missing: false, test: (found: Json, question: Question) => test(String(found), question) } as const
}

function onNumber(value: z.ZodType, test: (found: number, wanted: Json | undefined) => boolean) {
  return { kinds: ['number'], value, missing: false, test: (found: Json, { wanted }: Question) => test(Number(found), wanted) } as const
}

function onDate(value: z.ZodType, test: (found: number, question: Question) => boolean) {
  return { kinds: ['date'], value, missing: false, test: (found: Json, question: Question) => test(atOf(found), question) } as const
}

function onMap(value: z.ZodType, test: (found: JsonObject, wanted: Json | undefined) => boolean) {
  const testOf = (found: Json, { wanted }: Question) => isJsonObject(found) && test(found, wanted)
  return { kinds: ['map'], value, missing: false, test: testOf } as const
}

function isSame(found: Json, wanted: Json, { ignoreCase, loose }: Question): boolean {
  if (valueKey(found) === valueKey(wanted)) return true
  if (typeof found === 'object' || typeof wanted === 'object') return false
  const isText = typeof found === 'string' && typeof wanted === 'string'
  if (isText) return ignoreCase && found.toLowerCase() === wanted.toLowerCase()
  return loose && looseText(found) === looseText(wanted)
}

/** `1`, `'1'` and `' 1.0 '` are alike; so are `true` and `'true'`. */
function looseText(value: string | number | boolean): string {
  const trimmed = String(value).trim()
  const asNumber = trimmed === '' ? Number.NaN : Number(trimmed)
  return Number.isNaN(asNumber) ? trimmed.toLowerCase() : String(asNumber)
}

function isEmpty(found: Json): boolean {
  if (Array.isArray(found)) return found.length === 0
  return found === null || found === '' || (isJsonObject(found) && Object.keys(found).length === 0)
}

function holdsPart(found: Json, question: Question): boolean {
  const { wanted = null, loose } = question
  if (Array.isArray(found)) return found.some((one: Json) => isSame(one, wanted, question))
  if (typeof wanted !== 'string' && (!loose || typeof wanted === 'object')) {
    throw new ConditionFault(`a text can only contain a text, not a ${kindOf(wanted)}`)
  }
  return inCase(found, question).includes(inCase(wanted, question))
}

function inCase(value: Json | undefined, { ignoreCase }: Question): string {
  return ignoreCase ? String(value).toLowerCase() : String(value)
}

/** Of a text its characters, as people count them: an emoji is one. */
function lengthOf(found: Json): number {
  return Array.isArray(found) ? found.length : [...String(found)].length
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function atOf(value: Json | undefined): number {
  return readAt(value) ?? Number.NaN
}

function msOf(duration: Json | undefined): number {
  return parseDuration(String(duration)) ?? Number.NaN
}
