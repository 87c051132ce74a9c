import type { Position } from '../problem.ts'

/** Gives lines and columns for offsets in a text; an offset outside is moved to the nearest end. */
export function createLineTable(source: string): (offset: number) => Position {
  const starts = [0]
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1)

  return (wanted) => {
    const offset = Math.max(0, Math.min(wanted, source.length))
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset }
  }
}
