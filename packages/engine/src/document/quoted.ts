const longestWord = 60
const mostListed = 12

/** A word from the file as messages show it: in quotes, on one line, never long. */
export function quoted(word: string): string {
  return JSON.stringify(clipped(word, longestWord))
}

/** `a, b or c`; at most a dozen are named. */
export function listed(words: readonly string[], link: 'or' | 'and' = 'or'): string {
  const shown = words.slice(0, mostListed).map((word) => clipped(word, longestWord))
  if (words.length > shown.length) return `${shown.join(', ')}, … (${words.length} in all)`
  if (shown.length < 2) return shown.join()
  return `${shown.slice(0, -1).join(', ')} ${link} ${shown.at(-1)}`
}

export function clipped(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
