import type { EditableText } from './editable-text.ts'
import type { Collection, Entry, Place, Span } from './layout.ts'
import { attachedComments, endOfLine } from './lines.ts'
import type { Patch } from './patch.ts'

/**
 * Owns: putting an entry of a map or list somewhere else among its siblings.
 * Invariants: entries change places as they stand, with the comments right above them and on their lines; what
 * separates them (line ends, blank lines, other comments, commas) stays where it is.
 */
export function moveEntry(
  { source }: EditableText,
  place: Place,
  { entries, isFlow }: Collection,
  from: number,
  before: number,
): readonly Patch[] {
  const spans = entries.map((entry, index) => (isFlow ? entry : blockSpan(source, entry, index === 0 && place.holder === 'root')))
  const order = spans.filter((_, index) => index !== from)
  const moved = spans[from]
  if (moved === undefined) return []
  order.splice(before > from ? before - 1 : before, 0, moved)

  const words = ({ start, end }: Span) => source.slice(start, end)
  return spans.flatMap((span, index) => {
    const occupant = order[index]
    return occupant === undefined || occupant === span ? [] : [{ start: span.start, end: span.end, text: words(occupant) }]
  })
}

function blockSpan(source: string, { start, end }: Entry, isFirstOfFile: boolean): Span {
  // The comment at the top of a file speaks of the file.
  return { start: isFirstOfFile ? start : attachedComments(source, start), end: endOfLine(source, end) }
}
