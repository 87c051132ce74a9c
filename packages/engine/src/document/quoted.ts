const longestQuote = 60

/** A word from the file as messages show it: in quotes, on one line, never long. */
export function quoted(word: string): string {
  return JSON.stringify(word.length > longestQuote ? `${word.slice(0, longestQuote)}…` : word)
}

/** `a, b or c`; at most a dozen are named. */
export function listed(words: readonly string[], link: 'or' | 'and' = 'or'): string {
  const longest = 12
  if (words.length > longest) return `${words.slice(0, longest).join(', ')}, … (${words.length} in all)`
  if (words.length < 2) return words.join()
  return `${words.slice(0, -1).join(', ')} ${link} ${words.at(-1)}`
}
