import type { ExpressionCode } from './expression-code.ts'

/** A mistake in an expression that is known without evaluating it. */
export interface ExpressionProblem {
  readonly code: ExpressionCode
  /** Names the thing and the next action; never holds data. */
  readonly message: string
  /** The string it stands in: its path in the template's source. */
  readonly at: readonly (string | number)[]
  /** Where in that string, in UTF-16 units. */
  readonly offset: number
  /** The nearest known name, when there is one near enough. */
  readonly suggestion?: string
}
