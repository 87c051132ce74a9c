import { type Inline, parseInline } from './markdown-inline.ts'

/** A part of a Markdown text. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly type: 'table'; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | { readonly type: 'rule' }

interface Read {
  readonly block: Block
  /** The line after it. */
  readonly next: number
}

const deepest = 5
const longest = 100_000

const heading = /^(#{1,6})\s+(.*?)\s*#*$/
const fence = /^(```+|~~~+)/
const item = /^(\s{0,3})([-*+]|\d{1,9}[.)])\s+/
const rule = /^\s{0,3}(?:-\s*){3,}$|^\s{0,3}(?:\*\s*){3,}$|^\s{0,3}(?:_\s*){3,}$/
const tableLine = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$/

/** Reads a Markdown text; what it does not know stays text. A text of more than 100,000 signs is cut. */
export function parseMarkdown(text: string): readonly Block[] {
  return parseLines(text.slice(0, longest).replaceAll('\r\n', '\n').split('\n'), 0)
}

function parseLines(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (lines[at]?.trim() === '') at++
    else {
      const { block, next } = readBlock(lines, at, depth)
      blocks.push(block)
      at = next
    }
  }
  return blocks
}

function readBlock(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? ''
  const [, signs, title] = heading.exec(line) ?? []
  if (signs !== undefined) return { block: { type: 'heading', level: signs.length, content: parseInline(title ?? '') }, next: at + 1 }
  if (fence.test(line)) return readCode(lines, at)
  if (rule.test(line)) return { block: { type: 'rule' }, next: at + 1 }
  if (depth < deepest && line.startsWith('>')) return readQuote(lines, at, depth)
  if (depth < deepest && item.test(line)) return readList(lines, at, depth)
  if (line.includes('|') && tableLine.test(lines[at + 1] ?? '')) return readTable(lines, at)
  return readParagraph(lines, at)
}

function readCode(lines: readonly string[], at: number): Read {
  const mark = fence.exec(lines[at] ?? '')?.[1] ?? ''
  const end = indexFrom(lines, at + 1, (line) => line.startsWith(mark))
  return { block: { type: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function readQuote(lines: readonly string[], at: number, depth: number): Read {
  const end = indexFrom(lines, at, (line) => !line.startsWith('>'))
  const inner = lines.slice(at, end).map((line) => line.replace(/^>\s?/, ''))
  return { block: { type: 'quote', blocks: parseLines(inner, depth + 1) }, next: end }
}

function readList(lines: readonly string[], at: number, depth: number): Read {
  const isOrdered = isOrderedItem(lines[at])
  const items: string[][] = []
  let next = at
  for (; next < lines.length; next++) {
    const line = lines[next] ?? ''
    const mark = item.exec(line)
    const last = items.at(-1)
    if (mark !== null && mark[1] === '' && isOrderedItem(line) === isOrdered) items.push([line.slice(mark[0].length)])
    else if (last !== undefined && /^\s{2,}/.test(line)) last.push(line.replace(/^\s{2,3}/, ''))
    else if (last !== undefined && items.length > 0 && line.trim() === '' && continues(lines[next + 1])) last.push('')
    else if (last === undefined) items.push([line.slice(mark?.[0].length ?? 0)])
    else break
  }
  return { block: { type: 'list', isOrdered, items: items.map((one) => parseLines(one, depth + 1)) }, next }
}

function isOrderedItem(line = ''): boolean {
  return /^\s*\d/.test(line)
}

/** A list goes on after an empty line with one more item, or with more of the last one. */
function continues(line: string | undefined): boolean {
  return line !== undefined && (/^\s{2,}\S/.test(line) || item.test(line))
}

function readTable(lines: readonly string[], at: number): Read {
  const end = indexFrom(lines, at + 2, (line) => !line.includes('|'))
  const [head = [], ...rows] = [lines[at] ?? '', ...lines.slice(at + 2, end)].map(cells)
  return { block: { type: 'table', head, rows }, next: end }
}

function cells(line: string): readonly (readonly Inline[])[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => parseInline(cell.trim()))
}

function readParagraph(lines: readonly string[], at: number): Read {
  const end = indexFrom(
    lines,
    at + 1,
    (line) => line.trim() === '' || heading.test(line) || fence.test(line) || item.test(line) || line[0] === '>',
  )
  const text = lines.slice(at, end).map((line) => line.trim())
  return { block: { type: 'paragraph', content: parseInline(text.join(' ')) }, next: end }
}

function indexFrom(lines: readonly string[], from: number, is: (line: string) => boolean): number {
  for (let at = from; at < lines.length; at++) if (is(lines[at] ?? '')) return at
  return lines.length
}
