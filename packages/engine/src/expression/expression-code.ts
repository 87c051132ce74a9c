/** Every way in which an expression can be wrong, with what it means. Stable and public; docs/expressions.md lists them. */
export const expressionCodes = {
  EXPRESSION_SYNTAX: 'it is not JavaScript',
  EXPRESSION_UNCLOSED: 'a `{{` has no `}}`',
  EXPRESSION_EMPTY: 'there is nothing between `{{` and `}}`',
  EXPRESSION_TOO_LONG: 'it has more than 10,000 characters',
  EXPRESSION_NOT_ALLOWED: 'it is JavaScript, but not part of this language',
  EXPRESSION_UNKNOWN_FUNCTION: 'there is no such function or method',
  EXPRESSION_BAD_PATTERN: 'a regular expression that cannot run in linear time',
  EXPRESSION_TOO_DEEP: 'it, or a value, is nested more than 200 levels deep',
  EXPRESSION_UNKNOWN_NAME: 'a name, node or secret that is not there',
  EXPRESSION_NO_VALUE: 'a member of nothing was read',
  EXPRESSION_WRONG_TYPE: 'a value of another kind was needed',
  EXPRESSION_BAD_ARGUMENT: 'a function was given something it cannot use',
  EXPRESSION_OUT_OF_STEPS: 'it takes too long',
  EXPRESSION_TOO_LARGE: 'a value became too large',
  EXPRESSION_FAILED: 'a mistake of ours: please report it',
} as const

export type ExpressionCode = keyof typeof expressionCodes
