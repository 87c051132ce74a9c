import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toJsonText, toTextArgument } from '../run/convert.ts'
import { checkDepth, type Frame, spend, spendMore, spendNewText } from '../run/frame.ts'
import { isList, isObject, type Value } from '../run/value.ts'

export function parseJson({ args, frame }: Call): Value {
  const text = toTextArgument(args[0], frame)
  checkJsonText(text, frame)
  try {
    return JSON.parse(text) as Value
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    // The host's message quotes the text, which may be secret.
    throw new Fault('EXPRESSION_BAD_ARGUMENT', 'The text is not JSON')
  }
}

/** Bounds what parsing will make from the text alone: the host's parser has no limits of its own. */
function checkJsonText(text: string, frame: Frame): void {
  spendNewText(frame, text.length)
  let [depth, elements, isInText] = [0, 0, false]
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '"') isInText = !isInText
    else if (isInText) index += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') checkDepth(frame, ++depth)
    else if (character === ']' || character === '}') depth--
    else if (character === ',') spendMore(frame, elements++, 1)
  }
}

/** `JSON.stringify(value, undefined, space)`. What stands second is ignored unless it would change the result in JavaScript. */
export function stringifyJson({ args: [value, keys, space], frame }: Call): Value {
  if (isList(keys)) throw new Fault('EXPRESSION_BAD_ARGUMENT', 'JSON.stringify takes no list of keys: make an object of those keys first')
  const indent = indentOf(space)
  if (indent !== '') spendNewText(frame, indentedSize(value, indent.length, 1, frame))
  return toJsonText(value, frame, indent)
}

function indentOf(space: Value): string {
  if (typeof space === 'number') return ' '.repeat(Math.min(10, Math.max(0, Math.trunc(space) || 0)))
  return typeof space === 'string' ? space.slice(0, 10) : ''
}

/** What the indentation alone will take: in a deep value it is far more than the value. */
function indentedSize(value: Value, width: number, depth: number, frame: Frame): number {
  if (!isList(value) && !isObject(value)) return 0
  checkDepth(frame, depth)
  const elements = Object.values(value)
  spend(frame, elements.length / 4)
  return elements.reduce<number>((size, element) => size + depth * width + indentedSize(element, width, depth + 1, frame), depth * width)
}
