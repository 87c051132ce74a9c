import { ExpressionError } from '../expression/expression-error.ts'
import { evaluateTemplate } from '../expression/template.ts'
import type { Json } from '../json.ts'
import type { StepError } from './event.ts'
import type { StepRun } from './state.ts'
import { type Place, stepScope } from './step-scope.ts'
import type { Turn } from './turn.ts'

/** A scope's parameter as it is now, or why it cannot be evaluated. */
export type ScopeParam = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly error: StepError }

/** Evaluates one key of a scope's `with` in the given place; undefined when it is not written. */
export function scopeParam(turn: Turn, step: StepRun, key: string, place: Place): ScopeParam {
  const template = step.node.param.get(key)
  if (template === undefined) return { ok: true, value: undefined }
  try {
    return { ok: true, value: evaluateTemplate(template, stepScope(turn.plan, turn.state, place)) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { ok: false, error: { code: error.code, class: 'fatal', message: `${key}: ${error.message}` } }
  }
}

/** For words that an expression has computed. */
export function isOneOf<Word extends string>(value: Json | undefined, words: readonly Word[]): value is Word {
  return words.some((word) => word === value)
}

/** A wrong value in a scope's parameter. */
export function badScopeParam(message: string): StepError {
  return { code: 'BAD_PARAMS', class: 'fatal', message }
}

/** A whole number from 1 to `most`: the bounds hold for computed values too, so that no expression fills the memory. */
export function isCount(value: Json | undefined, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
}

/** How an error message names the kind of a value. */
export function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`
}
