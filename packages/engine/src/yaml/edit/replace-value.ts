import type { CST, ParsedNode, Scalar } from 'yaml'
import type { Json } from '../../json.ts'
import type { EditableText } from './editable-text.ts'
import { columnOf, type Place } from './layout.ts'
import { commentAfter, endOfLine, isFirstOnLine } from './lines.ts'
import type { Patch } from './patch.ts'
import type { BlockStyle } from './render-block-text.ts'
import type { Quoting } from './render-scalar.ts'
import { isCollection, isEmpty, type Rendered, renderBlock, renderFlow } from './render-value.ts'

/**
 * Owns: putting another value where one stands, or could.
 * Does not own: finding a smaller change inside a map or list.
 * Invariants: the anchor stays, a tag goes with its value, and the comment on the line stays on it.
 */
export function replaceValue(text: EditableText, place: Place, value: Json): readonly Patch[] {
  const patches = place.isFlow ? replaceInFlow(text, place, value) : replaceInBlock(text, place, render(text, place, value))
  return [...patches, ...removeTag(text.source, place)]
}

function replaceInFlow({ style }: EditableText, place: Place, value: Json): Patch[] {
  const { start, end, head, hasIndicator } = place
  const rendered = renderFlow(value, style, quotingOf(place))
  if (start < end) return [{ start, end, text: rendered }]
  return [{ start: head, end: head, text: hasIndicator ? ` ${rendered}` : `: ${rendered}` }]
}

function replaceInBlock(text: EditableText, place: Place, { first, rest }: Rendered): Patch[] {
  const { source, style } = text
  const { start, end, head, holder } = place
  const below = rest.map((line) => style.lineEnd + line).join('')
  if (start === end) return writeWhereNothingStands(text, place, first, below)

  const lineOfHead = endOfLine(source, head)
  const token = place.node?.srcToken
  if (token?.type === 'block-map' || token?.type === 'block-seq') {
    const isBelow = start > lineOfHead
    if (!isBelow || holder === 'root') return [{ start, end: endOfLine(source, end), text: first + below }]
    return [insertion(head, spaced(first)), { start: lineOfHead, end: endOfLine(source, end), text: below }]
  }
  if (token?.type === 'block-scalar') {
    const lineOfHeader = endOfLine(source, start)
    const header = first === '' ? { start: head, end: endOfHeader(token), text: '' } : { start, end: endOfHeader(token), text: first }
    return [header, { start: lineOfHeader, end: Math.max(lineOfHeader, end), text: below }]
  }
  if (first !== '') return [{ start, end, text: first }, insertion(endOfLine(source, end), below)]
  if (start <= lineOfHead) return [{ start: head, end, text: '' }, insertion(endOfLine(source, end), below)]
  // A single value on a line of its own gives way to lines; its comment moves up to the key.
  return [{ start: lineOfHead, end: endOfLine(source, end), text: commentAfter(source, end) + below }]
}

function writeWhereNothingStands({ source, style }: EditableText, { head, holder }: Place, first: string, below: string): Patch[] {
  const line = endOfLine(source, head)
  if (holder === 'root') return [insertion(head, (isFirstOnLine(source, head) ? '' : style.lineEnd) + first + below + style.lineEnd)]
  const hasSpace = source[head] === ' ' && line === head + 1
  return [insertion(hasSpace && first !== '' ? head + 1 : head, hasSpace ? first : spaced(first)), insertion(line, below)]
}

function removeTag(source: string, { tag, start, end }: Place): Patch[] {
  if (tag === undefined) return []
  const isFollowed = start < end && !source.slice(tag.end, start).includes('\n')
  const spaces = /^ */.exec(source.slice(tag.end))?.[0].length ?? 0
  return isFollowed ? [{ start: tag.start, end: tag.end + spaces, text: '' }] : [{ start: tag.start - 1, end: tag.end, text: '' }]
}

/** Keeps what the old value was like as far as the new one can take it. */
function render({ source, style }: EditableText, place: Place, value: Json): Rendered {
  const { holder, column, node, head, start, end } = place
  const token = start < end ? node?.srcToken : undefined
  const wasFlow = token?.type === 'flow-collection' && token.items.length > 0
  const isBesideMarker = holder === 'root' && token !== undefined && !isFirstOnLine(source, start)
  if (isCollection(value) && !isEmpty(value) && (wasFlow || isBesideMarker)) return { first: renderFlow(value, style), rest: [] }
  const isBelow = token !== undefined && start > endOfLine(source, head)
  if (holder === 'list' && isCollection(value) && (isBelow || hasAnchor(node))) {
    // Beside the dash, an anchor would belong to the first key; below it, the lines stand as they would below a key.
    return renderBlock(value, { holder: 'map', column, inner: isBelow ? columnOf(source, start) : column + 2, style })
  }
  const block = token?.type === 'block-scalar' ? blockStyleOf(token) : undefined
  return renderBlock(value, { holder, column, inner: innerColumn(source, place, value), quoting: quotingOf(place), block, style })
}

/** The column of what stood there, where the new value is laid out alike. */
function innerColumn(source: string, { node, holder, start, head }: Place, value: Json): number | undefined {
  const token = node?.srcToken
  switch (token?.type) {
    case 'block-map':
    case 'block-seq': {
      const isAlike = (token.type === 'block-seq') === Array.isArray(value)
      const isCompact = holder === 'list' && start <= endOfLine(source, head)
      return isCollection(value) && (isAlike || isCompact) ? columnOf(source, start) : undefined
    }
    case 'block-scalar':
      return isCollection(value) ? undefined : /^ *(?=[^ \r\n])/m.exec(token.source)?.[0].length
    default:
      return undefined
  }
}

function quotingOf({ node }: Place): Quoting | undefined {
  const type = (node as Scalar | null)?.type
  return type === 'QUOTE_SINGLE' ? 'single' : type === 'QUOTE_DOUBLE' ? 'double' : undefined
}

function blockStyleOf({ props: [header] }: CST.BlockScalar): BlockStyle {
  return header !== undefined && 'source' in header && header.source.startsWith('>') ? 'folded' : 'literal'
}

function endOfHeader({ offset, props: [header] }: CST.BlockScalar): number {
  return offset + (header !== undefined && 'source' in header ? header.source.length : 0)
}

function hasAnchor(node: ParsedNode | null): boolean {
  return node !== null && 'anchor' in node && node.anchor !== undefined
}

/** What follows a `:` or `-` stands one space behind it. */
function spaced(words: string): string {
  return words === '' ? '' : ` ${words}`
}

function insertion(offset: number, text: string): Patch {
  return { start: offset, end: offset, text }
}
