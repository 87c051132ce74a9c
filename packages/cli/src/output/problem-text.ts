import type { Problem } from '@millrace/engine'
import type { Paint } from './paint.ts'
import { oneLine } from './printable.ts'

export interface ProblemPlace {
  /** As the user knows it. */
  readonly file: string
  readonly source: string
  readonly paint: Paint
}

/** `file:line:column  error CODE message (did you mean …?)`, as editors and terminals link it. */
export function problemLine({ code, severity, message, position, suggestion }: Problem, { file, paint }: ProblemPlace): string {
  const where = paint('bold', `${file}:${position.line}:${position.column}`)
  const hint = suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`
  return `${where}  ${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${code} ${oneLine(message)}${hint}`
}

const longestExcerpt = 100

/** The line it stands in, with a caret below its place. */
export function problemExcerpt({ position: { line, column } }: Problem, { source, paint }: ProblemPlace): readonly string[] {
  const text = source.split(/\r\n|\n|\r/, line)[line - 1]
  if (text === undefined || text.trim() === '') return []
  // A long line is shown around the place.
  const from = column > longestExcerpt - 20 ? column - 40 : 0
  const excerpt = oneLine(text.slice(from, from + longestExcerpt).replaceAll('\t', ' '))
  const gutter = `${line} | `.padStart(8)
  const before = oneLine(text.slice(from, column - 1).replaceAll('\t', ' ')).length
  return [paint('dim', gutter) + excerpt, `${' '.repeat(gutter.length + before)}${paint('red', '^')}`]
}

/** `2 errors and 1 warning`. */
export function problemCount(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const parts = [...(errors > 0 ? [countOf(errors, 'error')] : []), ...(warnings > 0 ? [countOf(warnings, 'warning')] : [])]
  return parts.join(' and ') || 'no problems'
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
