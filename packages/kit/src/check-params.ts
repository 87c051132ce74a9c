import type { JsonObject, ParamMistake } from '@millrace/engine'
import type { z } from 'zod'
import { holdsExpression, holdsExpressionWithin, isWholeExpression } from './expression-text.ts'
import { paramMistakes, valueAt } from './param-mistakes.ts'
import { parseOutside } from './parse-outside.ts'

type Issue = z.core.$ZodIssue

/**
 * Checks `with` as it is written, before any expression is evaluated. A text that is one expression stands for any value,
 * one that holds expressions for any text; so only what is wrong whatever they turn out to be counts: missing and unknown keys,
 * and plain values that do not fit.
 */
export function checkParams(schema: z.ZodType, params: JsonObject): readonly ParamMistake[] {
  const parsed = parseOutside(schema, params)
  return parsed.success ? [] : paramMistakes(schema, params, certainIssues(parsed.issues, params))
}

function certainIssues(issues: readonly Issue[], value: unknown): Issue[] {
  return issues.flatMap((issue) => {
    // An unfit key is wrong whatever stands behind it, unless it is to be computed itself.
    if (issue.code === 'invalid_key') return holdsExpression(issue.path.at(-1)) ? [] : [issue]
    const place = valueAt(value, issue.path)
    if (issue.code === 'invalid_union') return certainUnionIssue(issue, place)
    if (issue.code === 'custom') return holdsExpressionWithin(place) ? [] : [issue]
    if (!holdsExpression(place)) return [issue]
    return issue.code === 'invalid_type' && !isWholeExpression(place) ? [issue] : []
  })
}

/** A union fails for certain only when each of its options does. */
function certainUnionIssue(issue: z.core.$ZodIssueInvalidUnion, place: unknown): Issue[] {
  if (issue.errors.length === 0) return holdsExpressionWithin(place) ? [] : [issue]
  const errors = issue.errors.map((branch) => certainIssues(branch, place))
  return errors.some((branch) => branch.length === 0) ? [] : [{ ...issue, errors } as Issue]
}
