import { foldText, tokensIn } from '../search/tokens.ts'
import type { Field, Test } from './condition.ts'
import { invalidQuery } from './query-mistake.ts'

/** Words in any order; a `*` at the end takes all that begin so. Case and accents do not count. */
export function readWords({ column }: Field, what: string, text: string): Test {
  if (column.search !== true) throw invalidQuery(`the words of "${column.name}" are not indexed: set "search" on the column`)
  const tokens = tokensIn(foldText(text))
  if (tokens.length === 0) throw invalidQuery(`${what} has no word in it`)
  if (tokens.length > 50) throw invalidQuery(`${what} has more than 50 words`)
  return { type: 'words', tokens, isPrefix: text.trimEnd().endsWith('*') }
}
