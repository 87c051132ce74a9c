/** True for a text that holds an expression: what it will be is known only when the step runs. */
export function holdsExpression(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{')
}

/** True when there is an expression anywhere inside. */
export function holdsExpressionWithin(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return holdsExpression(value)
  return Object.values(value).some(holdsExpressionWithin)
}

/** True for a text that is one expression and nothing else, so that its value keeps its type. */
export function isWholeExpression(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const text = value.trim()
  return text.startsWith('{{') && text.endsWith('}}') && text.indexOf('{{', 2) === -1
}
