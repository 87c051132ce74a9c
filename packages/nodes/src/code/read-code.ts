import { parse } from 'acorn'

/** Where a text is no program. Lines and columns count from 1, in the user's own text. */
export interface CodeMistake {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** What acorn throws. */
interface SyntaxFault extends Error {
  readonly loc: { readonly line: number; readonly column: number }
}

/** The first mistake in the body of an async function; undefined when there is none. */
export function mistakeInCode(code: string): CodeMistake | undefined {
  try {
    const { body } = parse(`${head}${code}${tail}`, { ecmaVersion: 'latest', sourceType: 'script', locations: true })
    const [first, ...others] = body
    if (first?.loc == null || others.length === 0) return undefined
    const { line, column } = first.loc.end
    return { message: 'There is one "}" more than "{"', line, column: columnIn(line, column) }
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('loc' in error)) throw error
    const { loc, message } = error as SyntaxFault
    return { message: message.replace(/ \(\d+:\d+\)$/, ''), line: loc.line, column: columnIn(loc.line, loc.column + 1) }
  }
}

/** The types taken out, every line and column where it was. Gives the mistake instead of a text when it is not TypeScript. */
export async function withoutTypes(code: string): Promise<string | CodeMistake> {
  // 7 MB of WebAssembly: only workflows with types pay for it, at their first step.
  const { default: amaro } = await import('amaro')
  try {
    const stripped = amaro.transformSync(`${head}${code}${tail}`, { mode: 'strip-only' }).code
    return stripped.slice(head.length, -tail.length)
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('startLine' in error)) throw error
    const { message, startLine, startColumn } = error as {
      readonly message: string
      readonly startLine: number
      readonly startColumn: number
    }
    return { message, line: startLine, column: columnIn(startLine, startColumn + 1) }
  }
}

/** `return` and `await` may stand at the top of the user's text, since it is the body of a function. */
const head = 'async function code() {'
const tail = '\n}'

function columnIn(line: number, column: number): number {
  return line === 1 ? Math.max(column - head.length, 1) : column
}
