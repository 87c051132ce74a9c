import type { Editor } from '../canvas/editor-store.ts'
import { locateIn } from '../model/workflow-text.ts'
import type { TextRange } from './chosen-lines.ts'

/** Few are marked: a thousand selected nodes are the whole file. */
const mostMarked = 50

/** Where the selected nodes stand in the text, each to the end of what is its own. */
export function rangesOf({ text, canvas }: Pick<Editor, 'text' | 'canvas'>, selection: ReadonlySet<string>): readonly TextRange[] {
  const chosen = canvas.nodes.filter(({ key }) => selection.has(key)).slice(0, mostMarked)
  if (chosen.length === 0 || !text.isCurrent) return []
  const locate = locateIn(text)
  return chosen.map(({ path }) => {
    const { offset, column } = locate(path, 'key')
    return { from: offset, to: endOf(text.source, offset, column) }
  })
}

/** A node goes as far as its lines are indented deeper than its key. */
function endOf(source: string, offset: number, column: number): number {
  let end = source.indexOf('\n', offset)
  let last = end === -1 ? source.length : end
  while (end !== -1) {
    const next = source.indexOf('\n', end + 1)
    const line = source.slice(end + 1, next === -1 ? source.length : next)
    if (line.trim() !== '' && line.length - line.trimStart().length < column) break
    if (line.trim() !== '') last = end + 1 + line.length
    end = next
  }
  return last
}
