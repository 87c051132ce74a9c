/** Puts `text` where the source holds what stands from `start` to `end`. */
export interface Patch {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Applies patches that do not overlap; of two at one offset, the first in the list comes first in the text. */
export function applyPatches(source: string, patches: readonly Patch[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { start, end, text } of patches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    pieces.push(source.slice(at, start), text)
    at = end
  }
  pieces.push(source.slice(at))
  return pieces.join('')
}

/** The one patch that makes `to` of `from`: everything between the first and the last difference. */
export function differenceOf(from: string, to: string): Patch {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start++
  let tail = 0
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) }
}
