import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { fits } from './fits.ts'
import { formFields } from './form-fields.ts'
import type { FormShape } from './form-shape.ts'

/**
 * Owns: how a structured condition is shown in rows and groups, and what each action makes of it.
 * Invariants: an action changes what it is about and keeps all the rest as it was written; what cannot be shown in rows is `text`, and stays as it is.
 */
export type ConditionView =
  | {
      readonly kind: 'comparison'
      /** What is judged: a field of the value, the value itself where it is empty, or whatever an expression gives. */
      readonly subject: { readonly kind: 'field'; readonly path: string } | { readonly kind: 'value'; readonly value: Json }
      readonly operator: string
      readonly value: Json | undefined
      readonly ignoresCase: boolean
    }
  | { readonly kind: 'group'; readonly how: GroupHow; readonly parts: readonly Json[] }
  | { readonly kind: 'text' }

/** `not` holds when its one part does not. */
export type GroupHow = 'all' | 'any' | 'none' | 'not'

/** What the schema says of an operator. */
export interface OperatorFacts {
  readonly name: string
  readonly kinds: readonly string[]
  /** Of what it is compared with; undefined where it takes nothing. */
  readonly shape: FormShape | undefined
}

/** Of a schema's `x-operators`. */
export function readOperators(operators: JsonObject): readonly OperatorFacts[] {
  return Object.entries(operators).map(([name, facts]) => {
    const { kinds, value } = isJsonObject(facts) ? facts : {}
    const [field] = isJsonObject(value) ? formFields({ type: 'object', properties: { value } }, { type: '' }) : []
    return { name, kinds: Array.isArray(kinds) ? kinds.map(String) : [], shape: field?.shape }
  })
}

const keysOfComparison = new Set(['path', 'left', 'is', 'value', 'ignoreCase', 'loose'])

export function viewCondition(condition: Json, operators: readonly OperatorFacts[]): ConditionView {
  if (Array.isArray(condition)) return { kind: 'group', how: 'all', parts: condition }
  if (!isJsonObject(condition)) return { kind: 'text' }
  const keys = Object.keys(condition)
  return (keys.length === 1 ? groupOf(condition) : undefined) ?? comparisonOf(condition, operators) ?? { kind: 'text' }
}

function groupOf({ all, any, not }: JsonObject): ConditionView | undefined {
  if (Array.isArray(all)) return { kind: 'group', how: 'all', parts: all }
  if (Array.isArray(any)) return { kind: 'group', how: 'any', parts: any }
  if (not === undefined) return undefined
  const inner = isJsonObject(not) && Object.keys(not).length === 1 ? not.any : undefined
  return Array.isArray(inner) ? { kind: 'group', how: 'none', parts: inner } : { kind: 'group', how: 'not', parts: [not] }
}

function comparisonOf(condition: JsonObject, operators: readonly OperatorFacts[]): ConditionView | undefined {
  const { path, left, is, value, ignoreCase = false } = condition
  if (!Object.keys(condition).every((key) => keysOfComparison.has(key))) return undefined
  if (typeof is !== 'string' || !operators.some(({ name }) => name === is) || typeof ignoreCase !== 'boolean') return undefined
  if (left !== undefined && path !== undefined) return undefined
  if (path !== undefined && typeof path !== 'string') return undefined
  const subject = left === undefined ? ({ kind: 'field', path: path ?? '' } as const) : ({ kind: 'value', value: left } as const)
  return { kind: 'comparison', subject, operator: is, value, ignoresCase: ignoreCase }
}

/** The value itself equals nothing yet: what a new row begins as. */
export const newComparison: Json = { is: 'equals', value: '' }

/** The group with other parts; undefined when none is left. */
export function withParts(group: Json, parts: readonly Json[]): Json | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  if (!isJsonObject(group)) return [...parts]
  if (group.all !== undefined) return { all: [...parts] }
  if (group.any !== undefined) return { any: [...parts] }
  const isNone = isJsonObject(group.not) && Array.isArray(group.not.any)
  return isNone ? { not: { any: [...parts] } } : parts.length === 1 ? { not: first } : { not: { all: [...parts] } }
}

/** The same parts, put together in another way. */
export function withHow(group: Json, how: GroupHow, parts: readonly Json[]): Json {
  switch (how) {
    case 'all':
      return Array.isArray(group) ? group : { all: [...parts] }
    case 'any':
      return { any: [...parts] }
    case 'none':
      return { not: { any: [...parts] } }
    case 'not': {
      const [only = newComparison, ...others] = parts
      return others.length === 0 ? { not: only } : { not: { all: [...parts] } }
    }
  }
}

/** One more row at the end: of a group its own, else of a group of both. */
export function withAnother(condition: Json | undefined, added: Json, operators: readonly OperatorFacts[]): Json {
  if (condition === undefined) return added
  const view = viewCondition(condition, operators)
  if (view.kind === 'group' && view.how !== 'not') return withParts(condition, [...view.parts, added]) ?? added
  return { all: [condition, added] }
}

/** Another operator; a value that it does not take is left out, or made a list or taken out of one where that fits. */
export function withOperator(comparison: JsonObject, { name, shape }: OperatorFacts): Json {
  const { value, ...rest } = comparison
  const next = { ...comparison, is: name }
  if (shape === undefined) return { ...rest, is: name }
  const isExpression = typeof value === 'string' && value.includes('{{')
  if (value !== undefined && (isExpression || (shape.kind !== 'any' && fits(shape, value)))) return next
  if (shape.kind === 'any') return { ...next, value: Array.isArray(value) ? (value[0] ?? '') : (value ?? '') }
  const [only] = Array.isArray(value) ? value : [value]
  if (shape.kind === 'list') return { ...next, value: value === undefined || value === '' ? [] : [value] }
  if (shape.kind === 'number') return { ...next, value: numberIn(only) ?? 0 }
  if (shape.kind === 'choice') return { ...next, value: shape.choices[0] ?? null }
  return { ...next, value: typeof only === 'number' ? String(only) : typeof only === 'string' ? only : '' }
}

function numberIn(value: Json | undefined): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

const ofInput = /^\{\{\s*input((?:\.[A-Za-z_][\w-]*|\.\d+)+)\s*\}\}$/

/** What somebody types or drops where a field is named: a path, or an expression that gives the value. */
export function withSubject(comparison: JsonObject, typed: string): Json {
  const { path: _, left: __, ...rest } = comparison
  const text = typed.trim()
  const inner = ofInput.exec(text)?.[1]
  if (inner !== undefined) return { path: inner.slice(1), ...rest }
  if (/^\{\{[\s\S]*\}\}$/.test(text)) return { left: text, ...rest }
  return text === '' ? rest : { path: text, ...rest }
}

/** The field as an expression, to be made more of. */
export function subjectAsExpression(comparison: JsonObject): Json {
  const { path, left: _, ...rest } = comparison
  const isPlain = typeof path === 'string' && /^[A-Za-z_][\w.]*$/.test(path)
  return { left: isPlain ? `{{ input.${path} }}` : '{{ input }}', ...rest }
}

/** Undefined and false are not written. */
export function withKey(comparison: JsonObject, key: 'value' | 'ignoreCase' | 'left', value: Json | undefined): Json {
  const { [key]: _, ...rest } = comparison
  if (value === undefined || (key === 'ignoreCase' && value === false)) return rest
  return { ...comparison, [key]: value }
}
