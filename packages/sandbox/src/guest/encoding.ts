// Base64 and UTF-8 as browsers name them. A bare isolate has the language and nothing else.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function btoa(value: unknown): string {
  const text = String(value)
  let base64 = ''
  for (let at = 0; at < text.length; at += 3) {
    const codes = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)]
    if (codes.some((code) => code > 255)) throw new RangeError('btoa takes characters up to U+00FF: encode with TextEncoder first')
    const [first = 0, second = 0, third = 0] = codes.map((code) => code || 0)
    const bits = (first << 16) | (second << 8) | third
    base64 += (alphabet[bits >> 18] ?? '') + alphabet[(bits >> 12) & 63]
    base64 += (at + 1 < text.length ? alphabet[(bits >> 6) & 63] : '=') ?? ''
    base64 += (at + 2 < text.length ? alphabet[bits & 63] : '=') ?? ''
  }
  return base64
}

export function atob(value: unknown): string {
  const base64 = String(value).replace(/[\t\n\f\r ]/g, '')
  const digits = base64.length % 4 === 0 ? base64.replace(/={1,2}$/, '') : base64
  if (digits.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(digits)) throw new RangeError('atob needs base64')
  let text = ''
  let bits = 0
  let held = 0
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffffff
    held += 6
    if (held < 8) continue
    held -= 8
    text += String.fromCharCode((bits >> held) & 255)
  }
  return text
}

export class TextEncoder {
  readonly encoding = 'utf-8'
  encode(value = ''): Uint8Array {
    const bytes: number[] = []
    for (const character of String(value).toWellFormed()) {
      const code = character.codePointAt(0) ?? 0
      if (code < 0x80) bytes.push(code)
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
    return Uint8Array.from(bytes)
  }
}

export class TextDecoder {
  readonly encoding = 'utf-8'
  constructor(label = 'utf-8') {
    if (!/^utf-?8$/i.test(label)) throw new RangeError(`TextDecoder knows utf-8, not ${label}`)
  }
  decode(value: ArrayBuffer | ArrayBufferView = new ArrayBuffer(0)): string {
    const bytes = ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value)
    let text = ''
    for (let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0; at < bytes.length; ) {
      const { code, length } = codePointAt(bytes, at)
      text += String.fromCodePoint(code)
      at += length
    }
    return text
  }
}

/** A sequence that is not UTF-8 gives U+FFFD for its first byte. */
function codePointAt(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const first = bytes[at] ?? 0
  if (first < 0x80) return { code: first, length: 1 }
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  const invalid = { code: 0xfffd, length: 1 }
  if (length === 0 || first >= 0xf5) return invalid
  let code = first & (0xff >> (length + 1))
  for (let index = 1; index < length; index++) {
    const next = bytes[at + index] ?? 0
    if ((next & 0xc0) !== 0x80) return invalid
    code = (code << 6) | (next & 63)
  }
  const isTooSmall = code < (length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000)
  return isTooSmall || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? invalid : { code, length }
}
