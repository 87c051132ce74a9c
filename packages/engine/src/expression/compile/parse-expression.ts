import { type Expression, parseExpressionAt } from 'acorn'
import { Fault } from '../fault.ts'

/** An expression's text, at most this long. */
export const maxLength = 10_000
const maxBrackets = 200

export interface ParsedExpression {
  readonly expression: Expression
  /** Where it ends in the text, brackets and comments around it included. */
  readonly end: number
}

/** Parses the expression that `text` begins with; whatever follows it is left alone. Throws a `Fault` with a position. */
export function parseExpression(text: string): ParsedExpression {
  checkBrackets(text)
  let end = 0
  try {
    const expression = parseExpressionAt(text, 0, {
      ecmaVersion: 2025,
      sourceType: 'module',
      allowHashBang: false,
      onToken: (token) => {
        end = token.end
      },
      onComment: (_isBlock, _text, _start, commentEnd) => {
        end = commentEnd
      },
    })
    return { expression, end }
  } catch (error) {
    // The parser is recursive: on unary operators, arrows and conditions it is only the stack that ends it. Mostly it says so itself.
    if (error instanceof RangeError || /stack space/.test(String(error))) throw tooDeep(0)
    if (error instanceof SyntaxError) throw syntaxFault(error)
    throw error
  }
}

/** The parser puts the place into the message and beside it. */
function syntaxFault(error: SyntaxError & { readonly pos?: number }): Fault {
  const message = error.message.replace(/ \(\d+:\d+\)$/, '')
  return new Fault('EXPRESSION_SYNTAX', `The expression cannot be read: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, {
    position: error.pos ?? 0,
  })
}

/** Cheap, so that most of what is nested too deep never reaches the parser. Stops where the expression seems to end. */
function checkBrackets(text: string): void {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '(' || character === '[' || character === '{') depth++
    else if (character === ')' || character === ']' || character === '}') depth--
    if (depth < 0) return
    if (depth > maxBrackets) throw tooDeep(index)
  }
}

function tooDeep(position: number): Fault {
  return new Fault('EXPRESSION_TOO_DEEP', 'The expression is nested too deep: break it up with set nodes', { position })
}
