/** Every way in which an expression can be wrong. Stable and public; listed in docs/expressions.md. */
export type ExpressionCode =
  // Known before it runs
  | 'EXPRESSION_SYNTAX'
  | 'EXPRESSION_UNCLOSED'
  | 'EXPRESSION_EMPTY'
  | 'EXPRESSION_TOO_LONG'
  | 'EXPRESSION_NOT_ALLOWED'
  | 'EXPRESSION_UNKNOWN_FUNCTION'
  | 'EXPRESSION_BAD_PATTERN'
  // Either
  | 'EXPRESSION_TOO_DEEP'
  // Found when it runs
  | 'EXPRESSION_UNKNOWN_NAME'
  | 'EXPRESSION_NO_VALUE'
  | 'EXPRESSION_WRONG_TYPE'
  | 'EXPRESSION_BAD_ARGUMENT'
  | 'EXPRESSION_OUT_OF_STEPS'
  | 'EXPRESSION_TOO_LARGE'
  /** A mistake of ours, not of whoever wrote the expression. */
  | 'EXPRESSION_FAILED'
