/** What lies beyond is found by its beginning: nobody types more of a word. */
const longestToken = 64

/** Not letter by letter: one sign is a word, or nearly, and stands without spaces. */
const singles = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`
const anyToken = new RegExp(String.raw`${singles}|(?:(?!${singles})[\p{L}\p{N}])+`, 'gu')
const plainToken = /[a-z0-9]+/g

/** As texts are compared: without case and accents. */
export function foldText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it asks whether there is anything beyond ASCII.
  return /^[\u0000-\u007f]*$/.test(text) ? text.toLowerCase() : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The words and numbers of a folded text, in order. */
export function tokensIn(folded: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it asks whether there is anything beyond ASCII.
  const tokens = folded.match(/^[\u0000-\u007f]*$/.test(folded) ? plainToken : anyToken) ?? []
  return tokens.map((token) => (token.length > longestToken ? token.slice(0, longestToken) : token))
}
