import { stripVTControlCharacters } from 'node:util'

/** East Asian wide characters and emoji take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const combining = /^(?:\p{Mark}|[\u200b-\u200d]|[\ufe0e\ufe0f])$/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: styles begin with an escape.
const styleOrCharacter = /\u001b\[\d*m|./gsu

/** How many columns of a terminal the text takes; styles take none. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character)
  return width
}

/** The text, cut to so many columns with an ellipsis when it is longer. Styles are kept, and closed by what follows the cut. */
export function fitWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let fitted = ''
  let left = columns - 1
  let isCut = false
  for (const [part] of text.matchAll(styleOrCharacter)) {
    if (part.startsWith('\u001b')) {
      fitted += part
      continue
    }
    const width = characterWidth(part)
    if (!isCut && width <= left) {
      fitted += part
      left -= width
    } else if (!isCut) {
      fitted += '…'
      isCut = true
    }
  }
  return fitted
}

function characterWidth(character: string): number {
  if (combining.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
