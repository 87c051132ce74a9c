import type { Json } from '@millrace/engine'
import { readField } from '../transform/field-path.ts'
import { ConditionFault } from './condition-fault.ts'
import type { Condition, Part } from './condition-schema.ts'
import { asKind, kindOf } from './kinds.ts'
import { type Operator, type OperatorName, operators } from './operators.ts'
import type { Patterns } from './patterns.ts'

/**
 * Whether the condition holds for the value, at `now` in milliseconds since 1970. A field that is missing or null makes every comparison
 * false, and its opposite (`not-contains`, `not-in`, …) true. A value of a kind that the operator cannot judge is a `ConditionFault`.
 */
export function holds(condition: Condition, value: Json, now: number, patterns: Patterns = new Map()): boolean {
  if (typeof condition === 'boolean') return condition
  if (isList(condition)) return condition.every((one) => holds(one, value, now, patterns))
  if (condition.all !== undefined) return condition.all.every((one) => holds(one, value, now, patterns))
  if (condition.any !== undefined) return condition.any.some((one) => holds(one, value, now, patterns))
  if (condition.not !== undefined) return !holds(condition.not, value, now, patterns)
  return condition.is === undefined || compares(condition, condition.is, value, { now, patterns })
}

function isList(condition: Condition): condition is readonly Condition[] {
  return Array.isArray(condition)
}

function compares(part: Part, name: OperatorName, value: Json, more: { readonly now: number; readonly patterns: Patterns }): boolean {
  const { left, path, value: wanted, ignoreCase = false, loose = false } = part
  const { kinds, missing, test }: Operator = operators[name]
  const found = left !== undefined ? left : path === undefined ? value : readField(value, path)
  if ((found === undefined || found === null) && missing !== undefined) return missing
  const judged = kinds === undefined ? (found ?? null) : asKind(found ?? null, kinds, loose)
  if (judged === undefined) throw unfit(part, name, found ?? null, kinds ?? [])
  return test(judged, { wanted, ignoreCase, loose, ...more })
}

/** Says the kind of what came, never the value: it may be a secret. */
function unfit({ left, path }: Part, name: string, found: Json, kinds: readonly string[]): ConditionFault {
  const subject = left !== undefined ? 'the left side' : path === undefined ? 'the value' : `"${path}"`
  return new ConditionFault(
    `${subject} is a ${kindOf(found)}, and "${name}" judges a ${kinds.join(' or a ')}. Convert it first, or add "loose: true" if it can be read as one`,
  )
}
