import { isJsonObject, type Json } from '@millrace/engine'
import type { FormShape } from './form-shape.ts'

/** What somebody means who types into a field that takes anything: JSON where it is JSON, else the text itself. */
export function typedValue(text: string): Json | undefined {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as Json // JSON is what it parses.
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/** The text that `typedValue` reads as this value. A text that could be taken for JSON stands in quotes. */
export function textOfValue(value: Json | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return JSON.stringify(value, undefined, Array.isArray(value) || isJsonObject(value) ? 2 : undefined)
  return typedValue(value) === value ? value : JSON.stringify(value)
}

/** Whether a text looks like a list or map that somebody has not finished, or mistyped. */
export function looksUnfinished(text: string): boolean {
  return /^\s*[[{](?!\{)/.test(text) && typeof typedValue(text) === 'string'
}

/** What a field shows that is typed as text, whatever its shape. */
export function textOfField(shape: FormShape, value: Json | undefined): string {
  // An empty text is an empty field: quotes that appear under the typing hand would become part of what is typed.
  if (value === '') return ''
  return isTextual(shape) && typeof value === 'string' ? value : textOfValue(value)
}

/** What was typed there: a list stays a list, and a text that looks like a number stays a text where a text is wanted. */
export function valueOfField(shape: FormShape, text: string): Json | undefined {
  if (text === '') return undefined
  return isTextual(shape) ? text : typedValue(text)
}

const textual: ReadonlySet<FormShape['kind']> = new Set(['text', 'secret', 'code', 'connection', 'times', 'duration', 'moment', 'name'])

function isTextual({ kind }: FormShape): boolean {
  return textual.has(kind)
}

export function isExpression(value: Json | undefined): value is string {
  return typeof value === 'string' && value.includes('{{')
}
