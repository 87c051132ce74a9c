const shortEscapes = '"\\/bfnrt'
const fourHexDigits = /[0-9a-fA-F]{4}/y

/**
 * Reads a JSON string from its opening quote: to behind its end, or to the character that makes it none.
 * By hand, because a backtracking pattern over megabytes runs out of stack.
 */
export function scanJsonString(text: string, from: number): { readonly end: number; readonly isSound: boolean } {
  if (text.charAt(from) !== '"') return { end: from, isSound: false }
  let at = from + 1
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '"') return { end: at + 1, isSound: true }
    if (char < ' ') return { end: at, isSound: false }
    if (char !== '\\') {
      at++
      continue
    }
    const length = escapeLength(text, at)
    if (length === 0) return { end: at, isSound: false }
    at += length
  }
  return { end: text.length, isSound: false }
}

function escapeLength(text: string, at: number): number {
  const letter = text.charAt(at + 1)
  if (letter !== 'u') return letter !== '' && shortEscapes.includes(letter) ? 2 : 0
  fourHexDigits.lastIndex = at + 2
  return fourHexDigits.test(text) ? 6 : 0
}
