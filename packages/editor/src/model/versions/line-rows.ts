import { differenceBetween } from '../difference-between.ts'
import { lineEdits } from '../line-edits.ts'

/** A line of two texts beside each other; what only one of them has stands alone. */
export interface LineRow {
  readonly kind: 'same' | 'changed' | 'added' | 'removed'
  readonly left?: TextLine
  readonly right?: TextLine
}

export interface TextLine {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** The part that the other side has differently, from and to; only where both have the line. */
  readonly differs?: readonly [from: number, to: number]
}

/** A stretch of rows: what differs with a few lines around it, or what is the same and need not be read. */
export interface Stretch {
  readonly kind: 'shown' | 'folded'
  readonly rows: readonly LineRow[]
}

/** Two texts line by line. */
export function lineRows(left: string, right: string): readonly LineRow[] {
  const rows: LineRow[] = []
  const numbers = { left: 0, right: 0 }
  const next = (side: 'left' | 'right', text: string): TextLine => ({ number: ++numbers[side], text })
  const pushSame = (text: string) => {
    for (const line of linesOf(text)) rows.push({ kind: 'same', left: next('left', line), right: next('right', line) })
  }
  let at = 0
  for (const { offset, remove, insert } of lineEdits(left, right)) {
    pushSame(left.slice(at, offset))
    const [old, fresh] = [linesOf(remove), linesOf(insert)]
    for (let index = 0; index < Math.max(old.length, fresh.length); index++) {
      const [was, is] = [old[index], fresh[index]]
      if (was !== undefined && is !== undefined) rows.push(changedRow(next('left', was), next('right', is)))
      else if (was !== undefined) rows.push({ kind: 'removed', left: next('left', was) })
      else if (is !== undefined) rows.push({ kind: 'added', right: next('right', is) })
    }
    at = offset + remove.length
  }
  pushSame(left.slice(at))
  return rows
}

function linesOf(text: string): readonly string[] {
  if (text === '') return []
  const lines = text.split('\n')
  return text.endsWith('\n') ? lines.slice(0, -1) : lines
}

function changedRow(left: TextLine, right: TextLine): LineRow {
  // Lines of which only the last one had no line end.
  if (left.text === right.text) return { kind: 'same', left, right }
  const { start, end, insert } = differenceBetween(left.text, right.text)
  return {
    kind: 'changed',
    left: { ...left, differs: [start, end] },
    right: { ...right, differs: [start, start + insert.length] },
  }
}

/** So many lines around what differs are shown; what is between is folded, unless it is shorter than the line that says so. */
const around = 3

/** Rows with all that is far from any difference folded away. */
export function foldSame(rows: readonly LineRow[]): readonly Stretch[] {
  const near = new Uint8Array(rows.length)
  for (const [index, { kind }] of rows.entries()) if (kind !== 'same') near.fill(1, Math.max(0, index - around), index + around + 1)
  const stretches: Stretch[] = []
  let start = 0
  for (let end = 1; end <= rows.length; end++) {
    if (end < rows.length && near[end] === near[start]) continue
    const isFolded = near[start] === 0 && end - start > 1
    const part = rows.slice(start, end)
    const last = stretches.at(-1)
    if (!isFolded && last?.kind === 'shown') stretches.splice(-1, 1, { kind: 'shown', rows: [...last.rows, ...part] })
    else stretches.push({ kind: isFolded ? 'folded' : 'shown', rows: part })
    start = end
  }
  return rows.length === 0 ? [] : stretches
}
