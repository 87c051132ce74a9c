import type { DeclaredTypes } from './attribute-value.ts'
import { createBindings } from './bindings.ts'
import { type Where, whereExpression } from './where.ts'

/** The parts of a write that say what must hold. A write that also binds values of its own hands in its bindings. */
export function conditionRequest(condition: Where | undefined, types: DeclaredTypes, bindings = createBindings()) {
  const expression = condition === undefined ? {} : { ConditionExpression: whereExpression(condition, bindings, types) }
  return { ...expression, ...bindings.request() }
}
