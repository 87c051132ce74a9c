import type { Path } from '@millrace/engine'
import { locateIn, type WorkflowText } from './workflow-text.ts'

/** The whole lines of an entry of a map, with the comments right above it. */
export interface EntryLines {
  readonly start: number
  readonly end: number
  /** How far its key is indented. */
  readonly column: number
}

/** Undefined where the entry has no lines of its own, as in `{ a: 1, b: 2 }`. */
export function entryLines(text: WorkflowText, path: Path): EntryLines | undefined {
  const { source } = text
  const { offset } = locateIn(text)(path, 'key')
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1
  const column = offset - lineStart
  if (source.slice(lineStart, offset).trim() !== '' || !source.startsWith(String(path.at(-1)), offset)) return undefined
  return { start: commentsAbove(source, lineStart, column), end: endOfEntry(source, lineStart, column), column }
}

function commentsAbove(source: string, lineStart: number, column: number): number {
  let start = lineStart
  while (start > 0) {
    const above = source.lastIndexOf('\n', start - 2) + 1
    if (!source.startsWith(`${' '.repeat(column)}#`, above)) break
    start = above
  }
  return start
}

/** Where the first line stands that is indented no further, without the blank lines before that. */
function endOfEntry(source: string, lineStart: number, column: number): number {
  const next = (at: number) => source.indexOf('\n', at) + 1 || source.length
  let end = next(lineStart)
  for (let at = end; at < source.length; at = next(at)) {
    const line = source.slice(at, next(at))
    if (line.trim() === '') continue
    if (line.search(/\S/) <= column) break
    end = next(at)
  }
  return end
}

/** Lines that were indented so far, indented otherwise. */
export function reindent(lines: string, from: number, to: number): string {
  const moved = lines
    .split('\n')
    .map((line) => (line.slice(0, from).trim() === '' && line.trim() !== '' ? ' '.repeat(to) + line.slice(from) : line))
  return moved.join('\n')
}
