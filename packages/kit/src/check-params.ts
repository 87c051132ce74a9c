import type { JsonObject, ParamMistake } from '@millrace/engine'
import type { z } from 'zod'
import { holdsExpression, holdsExpressionWithin } from './expression-text.ts'
import { paramMistakes, valueAt } from './param-mistakes.ts'

type Issue = z.core.$ZodIssue

/**
 * Checks `with` as it is written, before any expression is evaluated. A text that holds `{{` stands for any value,
 * so only what is wrong whatever the expressions turn out to be counts: missing and unknown keys, and plain values that do not fit.
 */
export function checkParams(schema: z.ZodType, params: JsonObject): readonly ParamMistake[] {
  const parsed = schema.safeParse(params)
  return parsed.success ? [] : paramMistakes(schema, params, certainIssues(parsed.error.issues, params))
}

function certainIssues(issues: readonly Issue[], value: unknown): Issue[] {
  return issues.flatMap((issue) => {
    // An unfit key is wrong whatever stands behind it.
    const subject = issue.code === 'invalid_key' ? issue.path.slice(0, -1) : issue.path
    if (leadsThroughExpression(value, subject)) return []
    const place = valueAt(value, issue.path)
    if (issue.code === 'custom') return holdsExpressionWithin(place) ? [] : [issue]
    return issue.code === 'invalid_union' ? certainUnionIssue(issue, place) : [issue]
  })
}

/** A union fails for certain only when each of its options does. */
function certainUnionIssue(issue: z.core.$ZodIssueInvalidUnion, place: unknown): Issue[] {
  if (issue.inclusive === false) return holdsExpressionWithin(place) ? [] : [issue]
  const errors = issue.errors.map((branch) => certainIssues(branch, place))
  return errors.some((branch) => branch.length === 0) ? [] : [{ ...issue, errors }]
}

function leadsThroughExpression(value: unknown, path: readonly PropertyKey[]): boolean {
  return path.some((_, depth) => holdsExpression(valueAt(value, path.slice(0, depth)))) || holdsExpression(valueAt(value, path))
}
