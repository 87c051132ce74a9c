import type { ExpressionCode } from './expression-code.ts'

/** Why an expression has no value, and where in the text that shows. */
export interface ExpressionFailure {
  readonly code: ExpressionCode
  /** Names the thing and the next action; never holds data, for data may be secret. */
  readonly message: string
  /** The text inside the braces. */
  readonly expression: string
  readonly at: readonly (string | number)[]
  readonly offset: number
  readonly suggestion?: string | undefined
  readonly cause?: unknown
}

/** The only error that evaluating a template throws. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly code: ExpressionCode
  /** The text inside the braces. */
  readonly expression: string
  /** The string it stands in: its path in the template's source. */
  readonly at: readonly (string | number)[]
  /** Where in that string, in UTF-16 units. */
  readonly offset: number
  /** The nearest known name, when there is one near enough. */
  readonly suggestion: string | undefined
  constructor(failure: ExpressionFailure) {
    super(failure.message, failure.cause === undefined ? {} : { cause: failure.cause })
    this.code = failure.code
    this.expression = failure.expression
    this.at = failure.at
    this.offset = failure.offset
    this.suggestion = failure.suggestion
  }
}
