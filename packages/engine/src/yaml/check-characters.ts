import { yamlLimits } from './limits.ts'
import type { Mistake } from './mistake.ts'

// What YAML 1.2 calls non-printable, and halves of surrogate pairs. The lexer also uses three of the
// control characters as marks of its own, so none of them may reach it.
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Finds the characters that may not stand in a YAML text. */
export function checkCharacters(source: string): Mistake[] {
  const mistakes: Mistake[] = []
  for (const { 0: character, index } of source.matchAll(forbidden)) {
    const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    const message = `Character ${name} may not stand in YAML: delete it, or write it as an escape in double quotes.`
    mistakes.push({ code: 'INVALID_CHARACTER', message, offset: index })
    if (mistakes.length === yamlLimits.problems) break
  }
  return mistakes
}
