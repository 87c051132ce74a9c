import { positionAt, type TextPosition } from '../text/position.ts'

/**
 * Where a text stops being JSON. `JSON.parse` only sometimes says, and quotes the text, which may hold a secret; so this reads the
 * text once more, after it has failed. Undefined when it is JSON.
 */
export function jsonMistake(text: string): TextPosition | undefined {
  const open: string[] = []
  let wanted: 'value' | 'first-value' | 'key' | 'first-key' | 'more' = 'value'
  let at = 0
  for (;;) {
    at = end(space, text, at) ?? at
    const char = text.charAt(at)
    if (wanted === 'more' && open.length === 0) return at === text.length ? undefined : positionAt(text, at)
    if (wanted !== 'value' && wanted !== 'key' && char !== '' && char === closing.get(open.at(-1) ?? '')) {
      open.pop()
      at++
      wanted = 'more'
    } else if (wanted === 'more') {
      if (char !== ',') return positionAt(text, at)
      at++
      wanted = open.at(-1) === '{' ? 'key' : 'value'
    } else if (wanted === 'key' || wanted === 'first-key') {
      const { end: keyEnd, isSound } = readString(text, at)
      const colon = isSound ? (end(space, text, keyEnd) ?? keyEnd) : keyEnd
      if (!isSound || text[colon] !== ':') return positionAt(text, colon)
      at = colon + 1
      wanted = 'value'
    } else if (char === '[' || char === '{') {
      open.push(char)
      at++
      wanted = char === '[' ? 'first-value' : 'first-key'
    } else {
      const read = char === '"' ? readString(text, at) : { end: end(scalar, text, at) ?? at, isSound: end(scalar, text, at) !== undefined }
      if (!read.isSound) return positionAt(text, read.end)
      at = read.end
      wanted = 'more'
    }
  }
}

const closing: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['{', '}'],
])
const space = /[ \t\n\r]+/y
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

function end(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** To behind the string, or to the character that makes it none. Not by one pattern: over megabytes that runs out of stack. */
function readString(text: string, from: number): { readonly end: number; readonly isSound: boolean } {
  if (text[from] !== '"') return { end: from, isSound: false }
  let at = from + 1
  for (let char = text[at]; char !== undefined && char >= ' '; char = text[at]) {
    if (char === '"') return { end: at + 1, isSound: true }
    const next = char === '\\' ? end(escapeSequence, text, at) : at + 1
    if (next === undefined) return { end: at, isSound: false }
    at = next
  }
  return { end: at, isSound: false }
}
