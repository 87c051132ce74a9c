import type { Json } from '../../json.ts'
import type { EditableText } from './editable-text.ts'
import { type Collection, columnOf, type Entry, type Place } from './layout.ts'
import { attachedComments, commaAfter, endOfLine, isFirstOnLine } from './lines.ts'
import type { Patch } from './patch.ts'
import { renderEntry, renderFlow, renderKey } from './render-value.ts'
import { replaceValue } from './replace-value.ts'
import type { Style } from './style.ts'

export interface NewEntry {
  /** Absent for an item of a list. */
  readonly key: string | undefined
  readonly value: Json
  /** How many entries stand before it. */
  readonly index: number
}

/** Adds an entry to a map or list, in the manner of those that stand there. */
export function insertEntry(text: EditableText, place: Place, collection: Collection, added: NewEntry): readonly Patch[] {
  const { entries, isFlow, isBarePair } = collection
  if (entries.length === 0 && !place.isFlow && !hasCommentInside(text.source, place))
    return replaceValue(text, place, added.key === undefined ? [added.value] : { [added.key]: added.value })
  if (isBarePair) return braced(text, place, added)
  return isFlow ? insertInFlow(text, place, entries, added) : insertInBlock(text, place, entries, added)
}

function insertInBlock({ source, style }: EditableText, place: Place, entries: readonly Entry[], { key, value, index }: NewEntry): Patch[] {
  const next = entries[index]
  const column = columnOf(source, entries[0]?.start ?? 0)
  const lines = renderEntry(key, value, column, style).join(style.lineEnd)
  const indent = ' '.repeat(column)
  if (next === undefined) {
    const end = endOfLine(source, entries.at(-1)?.end ?? 0)
    return [{ start: end, end, text: style.lineEnd + indent + lines }]
  }
  // The comment above an entry belongs to it; above the first of the document, to the file.
  const isFirstOfFile = index === 0 && place.holder === 'root'
  const start = isFirstOfFile ? next.start : attachedComments(source, next.start)
  return [{ start, end: start, text: lines + style.lineEnd + indent }]
}

function insertInFlow({ source, style }: EditableText, place: Place, entries: readonly Entry[], added: NewEntry): Patch[] {
  const words = flowEntry(added, style)
  const next = entries[added.index]
  const last = entries.at(-1)
  if (next !== undefined) {
    const separator = isFirstOnLine(source, next.start) ? style.lineEnd + ' '.repeat(columnOf(source, next.start)) : ' '
    return [{ start: next.start, end: next.start, text: `${words},${separator}` }]
  }
  if (last === undefined) return [emptyFlow(source, place, words, style.isPadded && added.key !== undefined)]
  const comma = commaAfter(source, last.end)
  if (!isFirstOnLine(source, last.start)) return [{ start: last.end, end: last.end, text: `, ${words}` }]
  const line = Math.min(endOfLine(source, comma ?? last.end), place.end - 1)
  const below = {
    start: line,
    end: line,
    text: style.lineEnd + ' '.repeat(columnOf(source, last.start)) + words + (comma === undefined ? '' : ','),
  }
  return comma === undefined ? [{ start: last.end, end: last.end, text: ',' }, below] : [below]
}

/** Makes a bare pair the map with braces that it stands for, with the new entry in it. */
function braced({ style }: EditableText, { start, end }: Place, added: NewEntry): Patch[] {
  const words = flowEntry(added, style)
  const pad = style.isPadded ? ' ' : ''
  const before = added.index === 0 ? `{${pad}${words}, ` : `{${pad}`
  const after = added.index === 0 ? `${pad}}` : `, ${words}${pad}}`
  return [
    { start, end: start, text: before },
    { start: end, end, text: after },
  ]
}

function emptyFlow(source: string, { start, end }: Place, words: string, isPadded: boolean): Patch {
  const inside = source.slice(start + 1, end - 1)
  const pad = isPadded ? ' ' : ''
  if (inside.trim() === '' && !inside.includes('\n')) return { start: start + 1, end: end - 1, text: pad + words + pad }
  return { start: start + 1, end: start + 1, text: ` ${words}${/^\s/.test(inside) ? '' : ' '}` }
}

function flowEntry({ key, value }: NewEntry, style: Style): string {
  return key === undefined ? renderFlow(value, style) : `${renderKey(key, style, true)}: ${renderFlow(value, style)}`
}

function hasCommentInside(source: string, { start, end }: Place): boolean {
  return source.slice(start + 1, end - 1).trim() !== ''
}
