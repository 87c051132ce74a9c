/** What a change of one text into another has replaced: everything from the first to the last difference. */
export interface Difference {
  readonly start: number
  /** In the old text. */
  readonly end: number
  readonly insert: string
}

export function differenceBetween(from: string, to: string): Difference {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) start++
  let tail = 0
  while (tail < shorter - start && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) tail++
  return { start, end: from.length - tail, insert: to.slice(start, to.length - tail) }
}
