import type { Expression } from 'acorn'
import { maxLength, parseExpression } from './compile/parse-expression.ts'
import { Fault } from './fault.ts'

/** Owns: where the expressions stand in a string, and what is text around them. `\{{` is a literal `{{`. Does not own: what they mean. */
export type TextPiece = string | ReadExpression | UnreadExpression

export interface ReadExpression {
  /** What stands between the braces. */
  readonly text: string
  /** Where that begins in the string. */
  readonly offset: number
  readonly syntax: Expression
}

export interface UnreadExpression {
  readonly text: string
  readonly offset: number
  readonly fault: Fault
}

export function splitText(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let literal = ''
  let from = 0
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    const backslashes = countBackslashes(text, from, open)
    literal += text.slice(from, open - Math.ceil(backslashes / 2))
    if (backslashes % 2 === 1) {
      literal += '{{'
      from = open + 2
      continue
    }
    if (literal !== '') pieces.push(literal)
    literal = ''
    const { piece, next } = readPiece(text, open + 2)
    pieces.push(piece)
    from = next
  }
  literal += text.slice(from)
  if (literal !== '' || pieces.length === 0) pieces.push(literal)
  return pieces
}

/** How many stand right before `end`. Two are one, so that a text may end in one right before an expression. */
function countBackslashes(text: string, from: number, end: number): number {
  let count = 0
  while (end - count > from && text[end - count - 1] === '\\') count++
  return count
}

/** The expression at `offset`, and where the text goes on after its closing braces. */
function readPiece(text: string, offset: number): { readonly piece: ReadExpression | UnreadExpression; readonly next: number } {
  try {
    const { syntax, source, next } = readExpression(text, offset)
    return { piece: { text: source, offset, syntax }, next }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const close = text.indexOf('}}', offset)
    const end = close < 0 ? text.length : close
    return { piece: { text: text.slice(offset, end), offset, fault: error }, next: Math.min(end + 2, text.length) }
  }
}

function readExpression(text: string, offset: number) {
  const close = text.indexOf('}}', offset)
  if (close < 0)
    throw new Fault('EXPRESSION_UNCLOSED', 'The expression is not closed: add }}, or write \\{{ if the braces are meant as text')
  if (text.slice(offset, close).trim() === '')
    throw new Fault('EXPRESSION_EMPTY', 'There is nothing between {{ and }}: write an expression, or \\{{ if the braces are meant as text')
  const tooLong = new Fault('EXPRESSION_TOO_LONG', `An expression may have at most ${maxLength} characters: use a code node`)
  if (close - offset > maxLength) throw tooLong
  const window = text.slice(offset, offset + maxLength + 2)
  const { expression, end } = parseExpression(window)
  const closing = /\s*(\}\})?/y
  closing.lastIndex = end
  if (closing.exec(window)?.[1] === undefined) {
    if (closing.lastIndex >= maxLength) throw tooLong
    throw new Fault(
      'EXPRESSION_SYNTAX',
      `The expression should end here with }}, but goes on: only one expression may stand between the braces`,
      { position: closing.lastIndex },
    )
  }
  return { syntax: expression, source: window.slice(0, closing.lastIndex - 2), next: offset + closing.lastIndex }
}
