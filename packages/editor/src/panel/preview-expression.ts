import { compileTemplate, ExpressionError, evaluateForHistory, type Json } from '@millrace/engine'
import { type ExampleScope, toScope } from '../model/example-scope.ts'

export type Preview =
  | { readonly status: 'value'; readonly value: Json }
  /** It is written wrong. */
  | { readonly status: 'mistake'; readonly message: string }
  /** It is well written, but has no value with what is known. */
  | { readonly status: 'unknown'; readonly message: string }

/** What a text with expressions gives with example values. A secret stays as it is written. Steps and size are limited as on the server. */
export function previewExpression(text: string, example: ExampleScope): Preview {
  const { template, problems } = compileTemplate(text)
  const [problem] = problems
  if (problem !== undefined) return { status: 'mistake', message: problem.message }
  try {
    return { status: 'value', value: evaluateForHistory(template, toScope(example), { steps: 100_000 }) }
  } catch (error) {
    if (error instanceof ExpressionError) return { status: 'unknown', message: error.message }
    throw error
  }
}
