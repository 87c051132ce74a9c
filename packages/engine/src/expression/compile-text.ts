import type { Expression } from 'acorn'
import { compileExpression } from './compile/compile-expression.ts'
import { maxLength, parseExpression } from './compile/parse-expression.ts'
import type { ExpressionProblem } from './expression-problem.ts'
import { Fault } from './fault.ts'
import type { Reference } from './reference.ts'
import type { Compute } from './run/frame.ts'

/** Owns: where the expressions stand in a string, and what is text around them. `\{{` is a literal `{{`. */
export type TextPart = string | ExpressionPart

export interface ExpressionPart {
  /** What stands between the braces. */
  readonly text: string
  /** Where that begins in the string. */
  readonly offset: number
  readonly compute: Compute
  /** The value is read from the scope as it is, so it is JSON already. */
  readonly isPath: boolean
  /** Absent when it does not compile. */
  readonly syntax?: Expression
}

export interface CompiledText {
  readonly parts: readonly TextPart[]
  readonly references: readonly Reference[]
  readonly problems: readonly ExpressionProblem[]
}

type Path = readonly (string | number)[]

export function compileText(text: string, at: Path): CompiledText {
  const compiled = { parts: [] as TextPart[], references: [] as Reference[], problems: [] as ExpressionProblem[] }
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
    if (literal !== '') compiled.parts.push(literal)
    literal = ''
    from = addExpression(text, open + 2, at, compiled)
  }
  literal += text.slice(from)
  if (literal !== '' || compiled.parts.length === 0) compiled.parts.push(literal)
  return compiled
}

/** How many stand right before `end`. Two are one, so that a text may end in one right before an expression. */
function countBackslashes(text: string, from: number, end: number): number {
  let count = 0
  while (end - count > from && text[end - count - 1] === '\\') count++
  return count
}

interface Collected {
  readonly parts: TextPart[]
  readonly references: Reference[]
  readonly problems: ExpressionProblem[]
}

/** Compiles the expression at `offset` and returns where the text goes on after its closing braces. */
function addExpression(text: string, offset: number, at: Path, { parts, references, problems }: Collected): number {
  try {
    const { expression, source, next } = readExpression(text, offset)
    const compiled = compileExpression(expression, source)
    references.push(...compiled.references.map(({ root, path, position }) => ({ root, path, at, offset: offset + position })))
    parts.push({ text: source, offset, compute: compiled.compute, isPath: compiled.isPath, syntax: expression })
    return next
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { code, message, position = 0, suggestion } = error
    problems.push({ code, message, at, offset: offset + position, ...(suggestion !== undefined && { suggestion }) })
    const close = text.indexOf('}}', offset)
    const end = close < 0 ? text.length : close
    parts.push({ text: text.slice(offset, end), offset, compute: fail(error), isPath: false })
    return Math.min(end + 2, text.length)
  }
}

/** A template with a problem can still be evaluated: it fails, and says why. */
function fail({ code, message, position = 0, suggestion }: Fault): Compute {
  return () => {
    throw new Fault(code, message, { position, suggestion })
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
  return { expression, source: window.slice(0, closing.lastIndex - 2), next: offset + closing.lastIndex }
}
