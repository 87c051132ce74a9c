/**
 * Owns: rewriting a JavaScript pattern (as with the flag u) in the syntax of RE2.
 * Where RE2 gives the same characters another meaning, the meaning is JavaScript's: `.` stops at all four line ends,
 * `\s` knows all white space, `[` in a class is itself, `\A` and `\Q` do not exist.
 */
export function translatePattern(source: string, dotMatchesAll: boolean): string {
  const reader = { source, index: 0, dot: dotMatchesAll ? '(?s:.)' : String.raw`[^\n\r\x{2028}\x{2029}]` }
  let translated = ''
  while (reader.index < source.length) translated += translateNext(reader)
  return translated
}

interface Reader {
  readonly source: string
  index: number
  readonly dot: string
}

const spaces = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
const notSpaces = String.raw`\x00-\x08\x0e-\x1f!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`

function translateNext(reader: Reader): string {
  const character = reader.source[reader.index]
  if (character === '\\') return translateEscape(reader, 'outside')
  if (character === '[') return translateClass(reader)
  if (character === '(') checkGroup(reader)
  reader.index++
  return character === '.' ? reader.dot : (character ?? '')
}

function checkGroup({ source, index }: Reader): void {
  if (/^\(\?<?[=!]/.test(source.slice(index, index + 4)))
    throw new Error('looking ahead and behind with (?= (?! (?<= (?<! is left out, for it cannot run in linear time')
}

function translateClass(reader: Reader): string {
  const { source } = reader
  if (source.startsWith('[]', reader.index)) return skip(reader, 2, String.raw`[^\x00-\x{10ffff}]`)
  if (source.startsWith('[^]', reader.index)) return skip(reader, 3, '(?s:.)')
  let translated = skip(reader, 1, '[')
  while (reader.index < source.length && source[reader.index] !== ']') {
    const character = source[reader.index]
    if (character === '\\') translated += translateEscape(reader, 'in-class')
    else translated += skip(reader, 1, character === '[' ? String.raw`\[` : (character ?? ''))
  }
  return translated + skip(reader, 1, ']')
}

function skip(reader: Reader, count: number, translated: string): string {
  reader.index += count
  return translated
}

type Place = 'outside' | 'in-class'

function translateEscape(reader: Reader, place: Place): string {
  const rest = reader.source.slice(reader.index + 1, reader.index + 64)
  const letter = rest[0] ?? ''
  if (/[dDwWnrtfv]/.test(letter)) return skip(reader, 2, `\\${letter}`)
  if (letter === 's') return skip(reader, 2, place === 'in-class' ? spaces : `[${spaces}]`)
  if (letter === 'S') return skip(reader, 2, place === 'in-class' ? notSpaces : `[^${spaces}]`)
  if (letter === 'b' || letter === 'B') return skip(reader, 2, place === 'outside' ? `\\${letter}` : String.raw`\x08`)
  if (letter === 'p' || letter === 'P') return translateProperty(reader, rest)
  if (/[1-9k]/.test(letter)) throw new Error(`back-references such as \\${letter} are left out, for they cannot run in linear time`)
  return translateCharacter(reader, rest, letter)
}

function translateCharacter(reader: Reader, rest: string, letter: string): string {
  const control = /^c([a-zA-Z])/.exec(rest)
  if (control) return skip(reader, 3, hex((control[1] ?? '').charCodeAt(0) % 32))
  const pair = /^u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(rest)
  if (pair) return skip(reader, 12, hex(String.fromCharCode(codeOf(pair[1]), codeOf(pair[2])).codePointAt(0) ?? 0))
  const code = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\})/i.exec(rest)
  if (code) return skip(reader, 1 + code[0].length, hex(codeOf(code[1] ?? code[2] ?? code[3])))
  if (letter === '0') return skip(reader, 2, hex(0))
  if (/[a-zA-Z0-9]/.test(letter)) throw new Error(`\\${letter} does not exist`)
  return skip(reader, 2, /[ -~]/.test(letter) ? `\\${letter}` : letter)
}

function codeOf(digits = ''): number {
  return Number.parseInt(digits, 16)
}

function hex(code: number): string {
  return `\\x{${code.toString(16)}}`
}

const longNames: Readonly<Record<string, string>> = {
  Letter: 'L',
  Uppercase_Letter: 'Lu',
  Lowercase_Letter: 'Ll',
  Number: 'N',
  Decimal_Number: 'Nd',
  Punctuation: 'P',
  Symbol: 'S',
  Separator: 'Z',
  Space_Separator: 'Zs',
  Mark: 'M',
}

/** `\p{L}`, `\p{Letter}`, `\p{Script=Greek}` */
function translateProperty(reader: Reader, rest: string): string {
  const [all, kind, name = ''] = /^([pP])\{(?:(?:Script|sc|Script_Extensions|scx|General_Category|gc)=)?(\w+)\}/.exec(rest) ?? []
  if (all === undefined) throw new Error('\\p must be followed by a property in braces, as in \\p{L}')
  return skip(reader, 1 + all.length, `\\${kind}{${longNames[name] ?? name}}`)
}
