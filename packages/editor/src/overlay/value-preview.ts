/** A value told in a few words: what a tip has room for. */
export interface PreviewLine {
  /** Of a map or list; undefined where the value is one by itself. */
  readonly name: string | undefined
  readonly text: string
}

const mostLines = 6
const longest = 64

export function previewLines(value: unknown): readonly PreviewLine[] {
  if (typeof value !== 'object' || value === null) return [{ name: undefined, text: shortText(value) }]
  const entries = Object.entries(value)
  if (entries.length === 0) return [{ name: undefined, text: Array.isArray(value) ? 'an empty list' : 'an empty map' }]
  const lines = entries.slice(0, mostLines).map(([name, inner]) => ({ name, text: shortText(inner) }))
  const left = entries.length - lines.length
  return left === 0 ? lines : [...lines, { name: undefined, text: `… and ${left} more` }]
}

/** One line, cut where it is long. */
export function shortText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1' : `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return cut(JSON.stringify(value))
  return cut(value === undefined ? 'nothing' : typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value))
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
