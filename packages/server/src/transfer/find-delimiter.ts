const delimiters = [',', ';', '\t', '|'] as const

/** Of the first line that is not empty, outside of quotes, that which it has most of; a comma where it has none. */
export function findDelimiter(text: string): string {
  const counts = new Map<string, number>()
  let isQuoted = false
  for (const sign of text.replace(/^[\r\n]+/, '')) {
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && (sign === '\n' || sign === '\r')) break
    else if (!isQuoted) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  return delimiters.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best))
}
