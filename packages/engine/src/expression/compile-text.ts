import type { Expression } from 'acorn'
import { compileExpression } from './compile/compile-expression.ts'
import type { ExpressionProblem } from './expression-problem.ts'
import { Fault } from './fault.ts'
import type { Reference } from './reference.ts'
import type { Compute } from './run/frame.ts'
import { type ReadExpression, splitText, type UnreadExpression } from './split-text.ts'

/** Owns: the expressions of a string, compiled. */
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
  for (const piece of splitText(text)) {
    if (typeof piece === 'string') compiled.parts.push(piece)
    else addExpression(piece, at, compiled)
  }
  return compiled
}

interface Collected {
  readonly parts: TextPart[]
  readonly references: Reference[]
  readonly problems: ExpressionProblem[]
}

function addExpression(piece: ReadExpression | UnreadExpression, at: Path, { parts, references, problems }: Collected): void {
  const { text, offset } = piece
  try {
    if ('fault' in piece) throw piece.fault
    const compiled = compileExpression(piece.syntax, text)
    references.push(...compiled.references.map(({ root, path, position }) => ({ root, path, at, offset: offset + position })))
    parts.push({ text, offset, compute: compiled.compute, isPath: compiled.isPath, syntax: piece.syntax })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { code, message, position = 0, suggestion } = error
    problems.push({ code, message, at, offset: offset + position, ...(suggestion !== undefined && { suggestion }) })
    parts.push({ text, offset, compute: fail(error), isPath: false })
  }
}

/** A template with a problem can still be evaluated: it fails, and says why. */
function fail({ code, message, position = 0, suggestion }: Fault): Compute {
  return () => {
    throw new Fault(code, message, { position, suggestion })
  }
}
