import type { Json } from '@millrace/engine'
import { isFields } from '../read-value.ts'
import { convertExpression, parseExpression } from './convert-expression.ts'
import { CannotConvert, type ExpressionScope } from './expression-scope.ts'

/** A parameter of n8n in pieces: text as it is, and the source of each expression, converted. */
export type Piece = { readonly text: string } | { readonly source: string }

/** Texts of n8n are expressions when they begin with `=`; then `{{ }}` holds JavaScript. */
export function isExpressionText(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=')
}

/** Throws `CannotConvert`. */
export function piecesOf(text: string, scope: ExpressionScope): readonly Piece[] {
  if (!isExpressionText(text)) return text === '' ? [] : [{ text }]
  const pieces: Piece[] = []
  let from = 1
  for (let open = text.indexOf('{{', from); open >= 0; open = text.indexOf('{{', from)) {
    if (open > from) pieces.push({ text: text.slice(from, open) })
    const { source, next } = readPiece(text, open + 2, scope)
    if (source !== '') pieces.push({ source })
    from = next
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

function readPiece(text: string, from: number, scope: ExpressionScope): { readonly source: string; readonly next: number } {
  const close = text.indexOf('}}', from)
  if (close < 0) throw new CannotConvert('{{ is not closed')
  if (text.slice(from, close).trim() === '') return { source: '', next: close + 2 }
  const rest = text.slice(from)
  const expression = parseExpression(rest.length > 10_000 ? rest.slice(0, 10_000) : rest)
  const source = convertExpression(expression, rest, scope)
  const end = /\s*(?:\/\/[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)*;?\s*\}\}/y
  // Brackets around the whole belong to it, but not to its node.
  const after = rest.slice(expression.end).match(/^[\s)]*/)?.[0].length ?? 0
  end.lastIndex = expression.end + after
  if (end.exec(rest) === null) throw new CannotConvert('more than one expression stands between the braces')
  return { source: oneLine(source), next: from + end.lastIndex }
}

/** On one line where that changes nothing. */
function oneLine(source: string): string {
  return /[`'"]|\/\//.test(source) ? source : source.replace(/\s*\n\s*/g, ' ')
}

/** The pieces as a value of a workflow file. */
function templateOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece, index) => ('text' in piece ? escaped(piece.text, isBeforeSource(pieces, index)) : `{{ ${piece.source} }}`))
    .join('')
}

function isBeforeSource(pieces: readonly Piece[], index: number): boolean {
  const next = pieces[index + 1]
  return next !== undefined && 'source' in next
}

/** In our texts `{{` opens an expression, and a backslash before it takes that away. */
function escaped(text: string, isBefore: boolean): string {
  const inside = text.replace(/(\\*)\{\{/g, '$1$1\\{{')
  return isBefore ? inside.replace(/\\+$/, '$&$&') : inside
}

/** The pieces as one expression, for use inside another. */
export function sourceOfPieces(pieces: readonly Piece[]): string {
  const [first] = pieces
  if (first === undefined) return '""'
  if (pieces.length === 1) return 'text' in first ? JSON.stringify(first.text) : first.source
  const inside = pieces.map((piece) => ('text' in piece ? piece.text.replace(/[`\\]|\$\{/g, '\\$&') : `\${${piece.source}}`))
  return `\`${inside.join('')}\``
}

/** A value with everything that is inside converted. Throws `CannotConvert`. */
export function convertValue(value: unknown, scope: ExpressionScope): Json {
  if (typeof value === 'string') return templateOf(piecesOf(value, scope))
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((one) => convertValue(one, scope))
  if (!isFields(value)) return null
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [escaped(key, false), convertValue(inner, scope)]))
}
