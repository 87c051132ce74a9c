/** Lines that went and lines that came at one place; the places count from 1, in the old and the new text. */
export interface LineChange {
  readonly oldLine: number
  readonly newLine: number
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

/** Beyond this many pairs of lines, what differs is told as one change: finding what stayed in between would take long. */
const mostPairs = 4_000_000

/** What differs between two texts, line by line, in order. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let tail = 0
  while (tail < Math.min(old.length, now.length) - start && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  const [gone, come] = [old.slice(start, old.length - tail), now.slice(start, now.length - tail)]
  if (gone.length === 0 && come.length === 0) return []
  if (gone.length * come.length > mostPairs) return [{ oldLine: start + 1, newLine: start + 1, removed: gone, added: come }]
  return walk(gone, come, start)
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** Goes along the longest common sequence of lines; what is not in it has gone or come. */
function walk(gone: readonly string[], come: readonly string[], start: number): readonly LineChange[] {
  const common = commonLengths(gone, come)
  const width = come.length + 1
  const changes: { oldLine: number; newLine: number; removed: string[]; added: string[] }[] = []
  let hasStayed = true
  for (let i = 0, j = 0; i < gone.length || j < come.length; ) {
    if (i < gone.length && j < come.length && gone[i] === come[j]) {
      i++
      j++
      hasStayed = true
      continue
    }
    if (hasStayed) changes.push({ oldLine: start + i + 1, newLine: start + j + 1, removed: [], added: [] })
    hasStayed = false
    const removes = j === come.length || (i < gone.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    if (removes) changes.at(-1)?.removed.push(gone[i++] ?? '')
    else changes.at(-1)?.added.push(come[j++] ?? '')
  }
  return changes
}

/** At `i * (come.length + 1) + j`: how many lines the rests from `i` and `j` have in common, in order. */
function commonLengths(gone: readonly string[], come: readonly string[]): Uint32Array {
  const width = come.length + 1
  const lengths = new Uint32Array((gone.length + 1) * width)
  for (let i = gone.length - 1; i >= 0; i--) {
    for (let j = come.length - 1; j >= 0; j--) {
      const at = i * width + j
      lengths[at] = gone[i] === come[j] ? (lengths[at + width + 1] ?? 0) + 1 : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0)
    }
  }
  return lengths
}
