import { compileTemplate, ExpressionError, evaluateForHistory, type Json } from '@millrace/engine'
import { type ExampleScope, toScope } from '../model/example-scope.ts'

export type Preview =
  | { readonly status: 'value'; readonly value: Json }
  /** It is written wrong. */
  | { readonly status: 'mistake'; readonly message: string }
  /** It is well written, but has no value with what is known. */
  | { readonly status: 'unknown'; readonly message: string }

/** What a text with expressions gives with example values. A secret stays as it is written. Steps and size are limited as on the server. */
export function previewExpression(text: Json, example: ExampleScope): Preview {
  const { template, problems } = compileTemplate(text)
  const [problem] = problems
  if (problem !== undefined) return { status: 'mistake', message: problem.message }
  try {
    return { status: 'value', value: evaluateForHistory(template, toScope(example), { steps: 100_000 }) }
  } catch (error) {
    if (error instanceof ExpressionError) return { status: 'unknown', message: reasonOf(error, typeof text === 'string' ? text : '') }
    throw error
  }
}

/** Of what an execution reads: without one there is no value, which is no mistake. */
const known = /^(trigger|inputs?|item|index|error|env|secrets|execution|now)\b/

function reasonOf({ code, message, offset, suggestion }: ExpressionError, text: string): string {
  if (code !== 'EXPRESSION_UNKNOWN_NAME') return message
  const [name] = known.exec(text.slice(offset)) ?? []
  if (name !== undefined) return `No value yet: "${name}" is known once the workflow has run.`
  const [, id] = /^There is no node (\w+)/.exec(message) ?? []
  return id !== undefined && suggestion === undefined ? `No value yet: node "${id}" has not run.` : message
}
