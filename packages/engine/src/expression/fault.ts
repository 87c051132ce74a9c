import type { ExpressionCode } from './expression-code.ts'

/**
 * A failure that does not know its place yet: thrown while an expression compiles or runs, and turned into
 * an `ExpressionProblem` or `ExpressionError` at the edge of the folder.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: ExpressionCode
  readonly suggestion: string | undefined
  /** Offset in the expression's text; when it runs, the frame knows it. */
  readonly position: number | undefined
  constructor(code: ExpressionCode, message: string, { suggestion, position, cause }: FaultDetails = {}) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
    this.suggestion = suggestion
    this.position = position
  }
}

interface FaultDetails {
  readonly suggestion?: string | undefined
  readonly position?: number
  readonly cause?: unknown
}
