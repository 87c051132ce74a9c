const longestWord = 64

/**
 * The known word that was probably meant, or undefined when none is near enough.
 * Near is one slip in three letters, three at most; a slip is a letter too many, too few, wrong, or two swapped.
 * A word that is one whole part of a dotted name (`delay` of `wait.delay`) is near as well.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length === 0 || word.length > longestWord) return undefined
  const lower = word.toLowerCase()
  let nearest: string | undefined
  let limit = Math.min(3, Math.ceil(lower.length / 3), lower.length - 1) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - lower.length) >= limit) continue
    const slips = countSlips(lower, candidate.toLowerCase(), limit)
    if (slips >= limit) continue
    nearest = candidate
    limit = slips
  }
  return nearest ?? known.find((candidate) => isPartOf(lower, candidate))
}

function isPartOf(word: string, dotted: string): boolean {
  return dotted.length <= longestWord && dotted.includes('.') && dotted.toLowerCase().split('.').includes(word)
}

/** The optimal string alignment distance, or `limit` as soon as it cannot be less. */
function countSlips(from: string, to: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    let best = row
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1]
      let slips = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1))
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (isSwap) slips = Math.min(slips, at(beforeLast, column - 2) + 1)
      current.push(slips)
      best = Math.min(best, slips)
    }
    if (best >= limit) return limit
    beforeLast = last
    last = current
  }
  return at(last, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
