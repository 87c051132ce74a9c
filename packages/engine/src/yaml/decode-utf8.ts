/**
 * Decodes UTF-8 strictly: no overlong forms, no surrogates, nothing beyond U+10FFFF. Each bad byte becomes
 * U+FFFD in the text, at an offset that is listed. Written by hand because the engine has no platform
 * library, TextDecoder included, and because a decoder that throws tells no place.
 */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly badOffsets: readonly number[] } {
  const badOffsets: number[] = []
  const pieces: string[] = []
  let units: number[] = []
  let flushed = 0
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0
    const size = first < 0x80 ? 1 : sequenceLength(bytes, at)
    const code = size === 0 ? 0xfffd : codePoint(bytes, at, size)
    if (size === 0) badOffsets.push(flushed + units.length)
    if (code < 0x10000) units.push(code)
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff))
    at += Math.max(size, 1)
    if (units.length > 8000) {
      pieces.push(String.fromCharCode(...units))
      flushed += units.length
      units = []
    }
  }
  pieces.push(String.fromCharCode(...units))
  return { text: pieces.join(''), badOffsets }
}

/** The length of the well-formed sequence at `at`, or 0. The bounds of the second byte are those of Unicode's table 3-7. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const size = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  const second = bytes[at + 1] ?? 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (size === 0 || second < low || second > high) return 0
  for (let index = 2; index < size; index++) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0
  return size
}

function codePoint(bytes: Uint8Array, at: number, size: number): number {
  const first = bytes[at] ?? 0
  let code = size === 1 ? first : first & (0x7f >> size)
  for (let index = 1; index < size; index++) code = (code << 6) | ((bytes[at + index] ?? 0) & 0x3f)
  return code
}
