/** True for a text that holds an expression: what it will be is known only when the step runs. */
export function holdsExpression(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{')
}

/** True when there is an expression anywhere inside. */
export function holdsExpressionWithin(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return holdsExpression(value)
  return Object.values(value).some(holdsExpressionWithin)
}

/** True for a text that is one expression and nothing else, so that its value keeps its type. Even a line break after it makes it a text. */
export function isWholeExpression(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('{{') && value.endsWith('}}') && value.indexOf('{{', 2) === -1
}
