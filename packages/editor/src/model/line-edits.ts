import { differenceBetween } from './difference-between.ts'
import type { TextEdit, TextEdits } from './text-edits.ts'

/** Beyond so many lines that differ, the whole stretch counts as one edit: looking closer would take long and help nobody. */
const mostLines = 400

/** What makes one text of another, by lines, so that changes far apart are apart. */
export function lineEdits(from: string, to: string): TextEdits {
  if (from === to) return []
  const { start, end, insert } = differenceBetween(from, to)
  // Counted from before the first character, it would find one at the first.
  const lineStart = start === 0 ? 0 : from.lastIndexOf('\n', start - 1) + 1
  const behind = from.indexOf('\n', end)
  const lineEnd = behind === -1 ? from.length : behind + 1
  const old = linesOf(from.slice(lineStart, lineEnd))
  const fresh = linesOf(from.slice(lineStart, start) + insert + from.slice(end, lineEnd))
  const matches = matchLines(old, fresh)
  if (matches === undefined) return [{ offset: lineStart, remove: old.join(''), insert: fresh.join('') }]
  return editsBetween(old, fresh, matches, lineStart)
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

type Match = readonly [old: number, fresh: number]

/** The longest common sequence of lines; undefined where that is too much to ask. */
function matchLines(old: readonly string[], fresh: readonly string[]): readonly Match[] | undefined {
  if (old.length * fresh.length > mostLines * mostLines) return undefined
  const width = fresh.length + 1
  const lengths = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const isSame = old[i] === fresh[j]
      lengths[i * width + j] = isSame
        ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
    }
  }
  const matches: Match[] = []
  for (let i = 0, j = 0; i < old.length && j < fresh.length; ) {
    if (old[i] === fresh[j]) matches.push([i++, j++])
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++
    else j++
  }
  return matches
}

function editsBetween(old: readonly string[], fresh: readonly string[], matches: readonly Match[], start: number): TextEdits {
  const edits: TextEdit[] = []
  let [i, j, offset] = [0, 0, start]
  for (const [nextOld, nextFresh] of [...matches, [old.length, fresh.length] as const]) {
    const remove = old.slice(i, nextOld).join('')
    const insert = fresh.slice(j, nextFresh).join('')
    if (remove !== insert) edits.push({ offset, remove, insert })
    offset += remove.length + (old[nextOld]?.length ?? 0)
    i = nextOld + 1
    j = nextFresh + 1
  }
  return edits
}
