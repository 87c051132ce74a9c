import type { Json } from '@millrace/engine'
import { jsonMistake, positionAt } from './json-mistake.ts'
import { ProblemError } from './problem.ts'

/** No honest body comes near; a body of nothing but brackets would grow fiftyfold in memory. */
export const deepestNesting = 512

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Text of a body that must be UTF-8; a byte order mark is left out. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) throw notUtf8(bytes)
    throw cause
  }
}

function notUtf8(bytes: Uint8Array): ProblemError {
  // What cannot be read is replaced, so the first replacement is the place.
  const text = new TextDecoder().decode(bytes)
  const position = positionAt(text, Math.max(0, text.indexOf('\ufffd')))
  return new ProblemError(
    'BODY_NOT_TEXT',
    `The body is not valid UTF-8 at line ${position.line}, column ${position.column}: encode it as UTF-8.`,
    { extra: { position: { ...position } } },
  )
}

/** The value of a JSON body, or a problem that says where it goes wrong. */
export function parseJson(text: string): Json {
  refuseDeepNesting(text)
  const value = tryJson(text)
  if (value !== undefined) return value
  const position = jsonMistake(text)
  const place = position === undefined ? '' : ` at line ${position.line}, column ${position.column}`
  throw new ProblemError('BODY_NOT_JSON', `The body is not valid JSON${place}.`, {
    extra: position === undefined ? {} : { position: { ...position } },
  })
}

/** The value, or undefined when the text is not JSON. */
export function tryJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json // What JSON.parse returns is JSON.
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const quote = 0x22
const backslash = 0x5c

export function refuseDeepNesting(text: string): void {
  if (!isTooDeep(text)) return
  throw new ProblemError('BODY_TOO_DEEP', `The body is nested more than ${deepestNesting} levels deep: flatten it.`)
}

/** Counts brackets outside strings. Shorter texts than the limit cannot break it, so most bodies are not even looked at. */
export function isTooDeep(text: string): boolean {
  if (text.length <= deepestNesting) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = stringEnd(text, at)
    else if (code === 0x5b || code === 0x7b) depth++
    else if (code === 0x5d || code === 0x7d) depth--
    if (depth > deepestNesting) return true
  }
  return false
}

/** The closing quote of the string that opens at `from`, found by leaps; the text's end when there is none. */
function stringEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}
