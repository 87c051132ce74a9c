import { compileLinearPattern, isJsonObject, type Json, type LinearPattern, parseDuration } from '@millrace/engine'
import { z } from 'zod'
import { valueKey } from '../transform/value-order.ts'
import { ConditionFault } from './condition-fault.ts'
import { type Kind, kindOf, readMoment } from './kinds.ts'

export interface Question {
  /** What the operator's value became by its schema; undefined for operators that take none. */
  readonly wanted: Json | undefined
  readonly ignoreCase: boolean
  readonly loose: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  readonly patterns: Patterns
}

/** Patterns that one question after another asks for, compiled once; their budget of steps is for all of them together. */
export type Patterns = Map<string, LinearPattern>

export interface Operator {
  /** The kinds of value it can judge; anything else is a fault. Left out, it judges any. */
  readonly kinds?: readonly Kind[]
  /** What it takes as `value`; left out, it takes none. */
  readonly value?: z.ZodType
  /** The answer for a value that is missing or null. Left out, `test` gives it. */
  readonly missing?: boolean
  test(found: Json, question: Question): boolean
}

const text = z.string()
const number = z.number()
const list = z.array(z.json())
const moment = z.union([z.string(), z.number()]).refine((value) => readMoment(value) !== undefined, {
  error: 'is not a date: write e.g. 2026-05-01 or 2026-05-01T09:00:00Z',
})
const duration = z.string().refine((value) => parseDuration(value) !== undefined, { error: 'is not a duration: write e.g. 30s, 5m, 3d' })
const pattern = z.string().refine((source) => canCompile(source), { error: 'is not a pattern that can be matched' })

const isEmpty = (found: Json) =>
  found === null || found === '' || (Array.isArray(found) ? found.length === 0 : isJsonObject(found) && Object.keys(found).length === 0)

/** Every operator of a structured condition. A new one is one entry here: schema, checks, editor and docs follow. */
export const operators = {
  equals: { value: z.json(), test: (found, question) => isSame(found, question.wanted ?? null, question) },
  'not-equals': { value: z.json(), test: (found, question) => !isSame(found, question.wanted ?? null, question) },
  in: { value: list, test: (found, question) => listOf(question.wanted).some((one) => isSame(found, one, question)) },
  'not-in': { value: list, test: (found, question) => !listOf(question.wanted).some((one) => isSame(found, one, question)) },
  exists: { test: (found) => found !== null },
  'not-exists': { test: (found) => found === null },
  'is-empty': { test: isEmpty },
  'is-not-empty': { test: (found) => !isEmpty(found) },
  'is-type': {
    value: z.enum(['text', 'number', 'boolean', 'list', 'map', 'null']),
    test: (found, { wanted }) => kindOf(found) === wanted,
  },

  contains: {
    kinds: ['text', 'list'],
    value: z.json(),
    missing: false,
    test: holdsPart,
  },
  'not-contains': { kinds: ['text', 'list'], value: z.json(), missing: true, test: (found, question) => !holdsPart(found, question) },
  'contains-any': {
    kinds: ['text', 'list'],
    value: list,
    missing: false,
    test: (found, question) => listOf(question.wanted).some((wanted) => holdsPart(found, { ...question, wanted })),
  },
  'contains-all': {
    kinds: ['text', 'list'],
    value: list,
    missing: false,
    test: (found, question) => listOf(question.wanted).every((wanted) => holdsPart(found, { ...question, wanted })),
  },
  'starts-with': {
    kinds: ['text'],
    value: text,
    missing: false,
    test: (found, question) => onTexts(found, question, (a, b) => a.startsWith(b)),
  },
  'ends-with': {
    kinds: ['text'],
    value: text,
    missing: false,
    test: (found, question) => onTexts(found, question, (a, b) => a.endsWith(b)),
  },
  matches: {
    kinds: ['text'],
    value: pattern,
    missing: false,
    test: (found, question) => patternOf(question).test(String(found)),
  },
  'longer-than': { kinds: ['text', 'list'], value: number, missing: false, test: (found, { wanted }) => lengthOf(found) > Number(wanted) },
  'shorter-than': { kinds: ['text', 'list'], value: number, missing: true, test: (found, { wanted }) => lengthOf(found) < Number(wanted) },

  'greater-than': { kinds: ['number'], value: number, missing: false, test: (found, { wanted }) => Number(found) > Number(wanted) },
  'at-least': { kinds: ['number'], value: number, missing: false, test: (found, { wanted }) => Number(found) >= Number(wanted) },
  'less-than': { kinds: ['number'], value: number, missing: false, test: (found, { wanted }) => Number(found) < Number(wanted) },
  'at-most': { kinds: ['number'], value: number, missing: false, test: (found, { wanted }) => Number(found) <= Number(wanted) },
  between: {
    kinds: ['number'],
    value: z.tuple([number, number]),
    missing: false,
    test: (found, { wanted }) => Number(found) >= Number(listOf(wanted)[0]) && Number(found) <= Number(listOf(wanted)[1]),
  },

  'is-true': { kinds: ['boolean'], missing: false, test: (found) => found === true },
  'is-false': { kinds: ['boolean'], missing: false, test: (found) => found === false },

  before: { kinds: ['date'], value: moment, missing: false, test: (found, { wanted }) => atOf(found) < atOf(wanted) },
  after: { kinds: ['date'], value: moment, missing: false, test: (found, { wanted }) => atOf(found) > atOf(wanted) },
  'within-last': {
    kinds: ['date'],
    value: duration,
    missing: false,
    test: (found, { wanted, now }) => atOf(found) <= now && atOf(found) >= now - (parseDuration(String(wanted)) ?? 0),
  },
  'within-next': {
    kinds: ['date'],
    value: duration,
    missing: false,
    test: (found, { wanted, now }) => atOf(found) >= now && atOf(found) <= now + (parseDuration(String(wanted)) ?? 0),
  },

  'has-key': { kinds: ['map'], value: text, missing: false, test: (found, { wanted }) => Object.hasOwn(found as object, String(wanted)) },
} as const satisfies Record<string, Operator>

export type OperatorName = keyof typeof operators
export const operatorNames = Object.keys(operators) as [OperatorName, ...OperatorName[]] // Object.keys forgets the names it was given.

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

function holdsPart(found: Json, question: Question): boolean {
  const { wanted = null } = question
  if (Array.isArray(found)) return found.some((one: Json) => isSame(one, wanted, question))
  if (typeof wanted !== 'string' && !question.loose) {
    throw new ConditionFault(`a text can only contain a text, not ${JSON.stringify(wanted)?.slice(0, 40)}`)
  }
  return onTexts(found, { ...question, wanted: String(wanted) }, (a, b) => a.includes(b))
}

function onTexts(found: Json, { wanted, ignoreCase }: Question, test: (found: string, wanted: string) => boolean): boolean {
  const [a, b] = [String(found), String(wanted)]
  return ignoreCase ? test(a.toLowerCase(), b.toLowerCase()) : test(a, b)
}

function lengthOf(found: Json): number {
  return Array.isArray(found) ? found.length : String(found).length
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function atOf(value: Json | undefined): number {
  return readMoment(value) ?? Number.NaN
}

function patternOf({ wanted, ignoreCase, patterns }: Question): LinearPattern {
  const key = `${ignoreCase ? 'i' : ''}/${wanted}`
  const known = patterns.get(key)
  if (known !== undefined) return known
  const pattern = compile(String(wanted), ignoreCase ? 'i' : '')
  patterns.set(key, pattern)
  return pattern
}

function compile(source: string, flags: string): LinearPattern {
  try {
    return compileLinearPattern(source, flags)
  } catch (cause) {
    throw new ConditionFault(`its pattern cannot be matched: ${cause instanceof Error ? cause.message : cause}`)
  }
}

function canCompile(source: string): boolean {
  try {
    compile(source, '')
    return true
  } catch (error) {
    if (error instanceof ConditionFault) return false
    throw error
  }
}
