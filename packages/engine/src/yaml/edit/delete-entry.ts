import type { EditableText } from './editable-text.ts'
import type { Collection, Entry, Place } from './layout.ts'
import { commaAfter, endOfLine, isFirstOnLine, startOfLine, startOfNextLine } from './lines.ts'
import type { Patch } from './patch.ts'

/**
 * Owns: taking an entry out of a map or list.
 * Invariants: comments on lines of their own stay, also those above the entry; one on the entry's line goes with it.
 */
export function deleteEntry({ source }: EditableText, place: Place, collection: Collection, entry: Entry): readonly Patch[] {
  if (collection.entries.length === 1)
    return collection.isFlow ? emptyFlow(source, place, collection, entry) : emptyBlock(source, place, collection, entry)
  return collection.isFlow ? deleteInFlow(source, collection.entries, entry) : [deleteInBlock(source, entry)]
}

function deleteInBlock(source: string, { start, end }: Entry): Patch {
  if (isFirstOnLine(source, start)) return wholeLines(source, start, end)
  // Beside a dash the first entry has no line of its own: the next entry, or comment, moves up to the dash.
  const line = endOfLine(source, end)
  return deletion(start, line + (/^\s*/.exec(source.slice(line))?.[0].length ?? 0))
}

/** The lines from that of `start` to that of `end`; a file that has no line end at its end keeps having none. */
function wholeLines(source: string, start: number, end: number): Patch {
  const from = startOfLine(source, start)
  const to = startOfNextLine(source, end)
  const isLastWithoutEnd = to === source.length && source[to - 1] !== '\n'
  return isLastWithoutEnd && source[from - 1] === '\n' ? deletion(endOfLine(source, startOfLine(source, from - 1)), to) : deletion(from, to)
}

/** A map or list that loses its last entry is written as empty, or it would read as null. */
function emptyBlock(source: string, { head, holder }: Place, { kind }: Collection, { start, end }: Entry): Patch[] {
  const empty = kind === 'map' ? '{}' : '[]'
  const isBelow = holder !== 'root' && start > endOfLine(source, head)
  if (!isBelow) return [{ start, end, text: empty }]
  return [{ start: head, end: head, text: ` ${empty}` }, wholeLines(source, start, end)]
}

function emptyFlow(source: string, place: Place, { isBarePair }: Collection, { start, end }: Entry): Patch[] {
  if (isBarePair) return [{ start: place.start, end: place.end, text: '{}' }]
  const comma = commaAfter(source, end)
  const hasComments = [source.slice(place.start, start), source.slice(end, place.end)].some((gap) => gap.includes('#'))
  if (!hasComments) return [deletion(place.start + 1, place.end - 1)]
  return [deletion(start, end), ...(comma === undefined ? [] : [deletion(comma - 1, comma)])]
}

function deleteInFlow(source: string, entries: readonly Entry[], { start, end, name }: Entry): Patch[] {
  const index = entries.findIndex((entry) => entry.name === name)
  const previous = entries[index - 1]
  const comma = commaAfter(source, end)
  const commaBefore = previous && commaAfter(source, previous.end)
  const orphan = comma === undefined && commaBefore !== undefined ? [deletion(commaBefore - 1, commaBefore)] : []
  const behind = comma ?? end
  const isAlone = isFirstOnLine(source, start) && /^[ \t]*(?:#.*)?$/.test(source.slice(behind, endOfLine(source, behind)))
  if (isAlone && !source.slice(end, behind).includes('#')) return [...orphan, wholeLines(source, start, behind)]
  if (comma === undefined) return joined(source, orphan, deletion(start, end))
  const spaces = /^[ \t]+(?=[^#\s])/.exec(source.slice(comma, comma + 100))?.[0].length ?? 0
  return joined(source, [deletion(start, end)], deletion(comma - 1, comma + spaces))
}

/** Makes one deletion of two when nothing but spaces stands between them. */
function joined(source: string, [first]: readonly Patch[], second: Patch): Patch[] {
  if (first === undefined) return [second]
  return source.slice(first.end, second.start).trim() === '' ? [deletion(first.start, second.end)] : [first, second]
}

function deletion(start: number, end: number): Patch {
  return { start, end, text: '' }
}
