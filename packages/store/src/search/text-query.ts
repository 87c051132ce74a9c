import { foldText, tokensIn } from './tokens.ts'

/** What somebody searches for: every term must occur. */
export interface TextQuery {
  readonly terms: readonly Term[]
}

export interface Term {
  /** All of these stand in the text as whole words; with `isPrefix` the last one begins a word. */
  readonly tokens: readonly string[]
  readonly isPrefix: boolean
  /** This stands in one of the texts as it is, but for case and accents; undefined where the tokens say as much. */
  readonly exactly?: string
}

/**
 * Words, between spaces; `"several words"` as they stand; `begins*`. Whatever else is typed is looked for and has no meaning.
 * Undefined when there is no letter and no digit in it.
 */
export function parseTextQuery(text: string): TextQuery | undefined {
  const terms = [...text.matchAll(/"([^"]*)"?|([^\s"]+)/g)].flatMap(([, quoted, word]) =>
    termOf(quoted ?? word ?? '', quoted !== undefined),
  )
  return terms.length === 0 ? undefined : { terms }
}

function termOf(text: string, isQuoted: boolean): readonly Term[] {
  const isPrefix = !isQuoted && text.endsWith('*')
  const folded = foldText(isPrefix ? text.slice(0, -1) : text).trim()
  const tokens = tokensIn(folded)
  if (tokens.length === 0) return []
  const isPlain = tokens.length === 1 && tokens[0] === folded
  return [{ tokens, isPrefix, ...(!isPlain && { exactly: folded }) }]
}

/** Whether all terms occur in the texts. */
export function matchesTexts({ terms }: TextQuery, texts: readonly string[]): boolean {
  const folded = texts.map(foldText)
  const tokens = new Set(folded.flatMap(tokensIn))
  return terms.every(({ tokens: wanted, isPrefix, exactly }) => {
    const last = wanted.at(-1) ?? ''
    const whole = isPrefix ? wanted.slice(0, -1) : wanted
    if (!whole.every((token) => tokens.has(token))) return false
    if (isPrefix && ![...tokens].some((token) => token.startsWith(last))) return false
    return exactly === undefined || folded.some((text) => text.includes(exactly))
  })
}
