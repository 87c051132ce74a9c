import { type CST, isMap, isScalar, isSeq, type Pair, type ParsedNode } from 'yaml'
import { startOfLine } from './lines.ts'

/**
 * Owns: where each part of a YAML text stands, read off the tokens of the syntax tree.
 * Does not own: what to do there.
 * Invariants: holds for documents without mistakes only. All offsets are into the source.
 */

/** Where a value stands, or could: after `key:`, after `-`, inside brackets, or alone in the document. */
export interface Place {
  readonly node: ParsedNode | null
  readonly holder: 'root' | 'map' | 'list'
  /** Inside brackets, where line ends mean nothing. */
  readonly isFlow: boolean
  /** The indentation of the entry that holds the value. */
  readonly column: number
  /** After the `:` or `-`, the anchor and the tag: the text of a value may begin here. */
  readonly head: number
  /** False for a key of a flow map that has no `:`. */
  readonly hasIndicator: boolean
  readonly tag: Span | undefined
  /** From `start` to `end` the value is written; equal when it is not. Comments around it do not count. */
  readonly start: number
  readonly end: number
}

export interface Span {
  readonly start: number
  readonly end: number
}

export interface Collection {
  readonly kind: 'map' | 'list'
  readonly isFlow: boolean
  /** A pair inside a flow list, written without braces: `[a: 1]`. */
  readonly isBarePair: boolean
  readonly entries: readonly Entry[]
}

export interface Entry extends Span {
  readonly name: string | number
  /** The key as written, without its anchor. */
  readonly key: Span | undefined
  readonly value: Place
}

type Item = CST.CollectionItem

export function rootPlace(source: string, node: ParsedNode | null): Place {
  const token = node?.srcToken
  const start = token === undefined ? source.length : startOfToken(token)
  const end = token === undefined ? start : endOfToken(source, token)
  return { node, holder: 'root', isFlow: false, column: 0, head: start, hasIndicator: true, tag: undefined, start, end }
}

/** The entries of the map or list at `place`, or undefined when something else stands there. */
export function collectionAt(source: string, { node, isFlow }: Place): Collection | undefined {
  if (isMap(node)) {
    const token = node.srcToken
    const flow = isFlow || token?.type === 'flow-collection'
    const entries = (node.items as Pair<ParsedNode, ParsedNode | null>[]).map((pair) => mapEntry(source, pair, flow))
    return { kind: 'map', isFlow: flow, isBarePair: token === undefined, entries }
  }
  if (!isSeq(node)) return undefined
  const token = node.srcToken as CST.BlockSequence | CST.FlowCollection
  const flow = isFlow || token.type === 'flow-collection'
  const items = token.items.filter(flow ? isWritten : hasDash)
  const entries = items.map((item, index) => listEntry(source, item, node.items[index] as ParsedNode, { index, isFlow: flow }))
  return { kind: 'list', isFlow: flow, isBarePair: false, entries }
}

function mapEntry(source: string, { key: keyNode, value: node, srcToken }: Pair<ParsedNode, ParsedNode | null>, isFlow: boolean): Entry {
  const { start: before, key, sep = [], value } = srcToken as Item
  const indicator = sep.find(({ type }) => type === 'map-value-ind')
  const keySpan = { start: key?.offset ?? 0, end: key ? endOfToken(source, key) : 0 }
  const start = firstMark(before)?.offset ?? keySpan.start
  const written = valueSpan(source, value)
  const marks = lastMark(sep)
  const head = marks === undefined ? keySpan.end : endOf(marks)
  return {
    name: isScalar(keyNode) ? String(keyNode.value) : '',
    key: keySpan,
    start,
    end: written?.end ?? head,
    value: {
      ...{ node, holder: 'map', isFlow, head, column: columnOf(source, start), hasIndicator: indicator !== undefined },
      ...{ tag: tagOf(sep), start: written?.start ?? head, end: written?.end ?? head },
    },
  }
}

function listEntry(source: string, item: Item, node: ParsedNode, { index, isFlow }: { index: number; isFlow: boolean }): Entry {
  const isPair = item.sep !== undefined && isMap(node) && node.srcToken === undefined
  const first = isPair ? undefined : firstMark(item.start)
  const span = isPair ? pairSpan(source, item) : valueSpan(source, item.value)
  const start = first?.offset ?? span?.start ?? 0
  const marks = lastMark(item.start)
  const head = isPair || marks === undefined ? start : endOf(marks)
  const tag = isPair ? undefined : tagOf(item.start)
  const { start: valueStart, end } = span ?? { start: head, end: head }
  const place = {
    node,
    holder: 'list',
    isFlow,
    head,
    column: columnOf(source, start),
    hasIndicator: true,
    tag,
    start: valueStart,
    end,
  } as const
  return { name: index, key: undefined, start, end, value: place }
}

/** A bare pair begins with its `?`, anchor, tag or key. */
function pairSpan(source: string, { start, key, sep = [], value }: Item): Span {
  const first = firstMark(start)?.offset ?? key?.offset ?? sep[0]?.offset ?? 0
  const marks = lastMark(sep)
  return { start: first, end: valueSpan(source, value)?.end ?? (marks === undefined ? first : endOf(marks)) }
}

function valueSpan(source: string, token: CST.Token | null | undefined): Span | undefined {
  if (token === null || token === undefined) return undefined
  // An empty scalar token stands for a value that is not written.
  if (token.type === 'scalar' && token.source === '') return undefined
  return { start: startOfToken(token), end: endOfToken(source, token) }
}

function startOfToken(token: CST.Token): number {
  if (token.type !== 'block-map') return token.offset
  const [first] = token.items
  return (first && firstMark(first.start)?.offset) ?? token.offset
}

/** Behind the last character of a token that is content; the line end of a block scalar is not. */
function endOfToken(source: string, token: CST.Token): number {
  switch (token.type) {
    case 'block-map':
    case 'block-seq':
      return endOfItems(source, token)
    case 'flow-collection':
      return (token.end[0]?.offset ?? token.offset) + 1
    case 'block-scalar':
      return withoutLineEnd(
        source,
        token.props.reduce((end, prop) => end + ('source' in prop ? prop.source.length : 0), token.offset) + token.source.length,
      )
    default:
      return token.offset + ('source' in token ? token.source.length : 0)
  }
}

function endOfItems(source: string, { items, offset }: CST.BlockMap | CST.BlockSequence): number {
  const item = items.findLast((candidate) => isWritten(candidate) || hasDash(candidate))
  if (item === undefined) return offset
  const { start, key, sep, value } = item as Item
  const span = valueSpan(source, value)
  const marks = lastMark(sep ?? []) ?? (key ? undefined : lastMark(start))
  if (span !== undefined) return span.end
  return marks !== undefined ? endOf(marks) : key ? endOfToken(source, key) : offset
}

function withoutLineEnd(source: string, end: number): number {
  if (source[end - 1] !== '\n') return end
  return source[end - 2] === '\r' ? end - 2 : end - 1
}

function isWritten({ start, key, sep, value }: Item): boolean {
  return Boolean(key || sep || value) || start.some(({ type }) => type === 'anchor' || type === 'tag')
}

function hasDash({ start }: Item): boolean {
  return start.some(({ type }) => type === 'seq-item-ind')
}

const trivia: ReadonlySet<CST.SourceToken['type']> = new Set(['space', 'comment', 'newline', 'comma'])

function firstMark(tokens: readonly CST.SourceToken[]): CST.SourceToken | undefined {
  return tokens.find(({ type }) => !trivia.has(type))
}

function lastMark(tokens: readonly CST.SourceToken[]): CST.SourceToken | undefined {
  return tokens.findLast(({ type }) => !trivia.has(type))
}

function tagOf(tokens: readonly CST.SourceToken[]): Span | undefined {
  const tag = tokens.find(({ type }) => type === 'tag')
  return tag && { start: tag.offset, end: endOf(tag) }
}

function endOf({ offset, source }: CST.SourceToken): number {
  return offset + source.length
}

export function columnOf(source: string, offset: number): number {
  return offset - startOfLine(source, offset)
}
