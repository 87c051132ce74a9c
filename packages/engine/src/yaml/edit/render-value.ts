import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { type BlockStyle, renderBlockText } from './render-block-text.ts'
import { type Quoting, renderScalar } from './render-scalar.ts'
import type { Style } from './style.ts'

/** A value as text: what stands on the line of its key or dash, and the whole lines below it. */
export interface Rendered {
  readonly first: string
  readonly rest: readonly string[]
}

export interface BlockPlace {
  readonly holder: 'root' | 'map' | 'list'
  /** The indentation of the entry that holds the value. */
  readonly column: number
  /** The indentation for lines below, if not the file's usual one. */
  readonly inner?: number | undefined
  readonly quoting?: Quoting | undefined
  readonly block?: BlockStyle | undefined
  readonly style: Style
}

/** Writes a value on one line, as it stands inside brackets. */
export function renderFlow(value: Json, style: Style, quoting?: Quoting): string {
  if (Array.isArray(value)) return `[${value.map((item) => renderFlow(item, style)).join(', ')}]`
  if (!isJsonObject(value)) return renderScalar(value as string, { isFlow: true, style, quoting })
  const pairs = Object.entries(value).map(([key, item]) => `${renderKey(key, style, true)}: ${renderFlow(item, style)}`)
  if (pairs.length === 0) return '{}'
  return style.isPadded ? `{ ${pairs.join(', ')} }` : `{${pairs.join(', ')}}`
}

/** Writes a value outside brackets, maps and lists with a line for each entry. */
export function renderBlock(value: Json, place: BlockPlace): Rendered {
  if (!isCollection(value)) return renderBlockScalar(value, place)
  if (isEmpty(value)) return { first: Array.isArray(value) ? '[]' : '{}', rest: [] }
  const inner = place.inner ?? innerColumn(value, place)
  const lines = renderEntries(value, inner, place.style)
  if (place.holder === 'map') return { first: '', rest: lines }
  const [first = '', ...rest] = lines
  return { first: first.slice(inner), rest }
}

/** A new entry: its first line without indentation, the others with it. */
export function renderEntry(key: string | undefined, value: Json, column: number, style: Style): readonly string[] {
  const { first, rest } = renderBlock(value, { holder: key === undefined ? 'list' : 'map', column, style })
  const mark = key === undefined ? '-' : `${renderKey(key, style, false)}:`
  return [first === '' ? mark : `${mark} ${first}`, ...rest]
}

export function renderKey(key: string, style: Style, isFlow: boolean, quoting?: Quoting): string {
  return renderScalar(key, { isFlow, isKey: true, style, quoting })
}

function renderEntries(value: readonly Json[] | JsonObject, column: number, style: Style): string[] {
  const indent = ' '.repeat(column)
  const entries = Array.isArray(value) ? value.map((item: Json) => [undefined, item] as const) : Object.entries(value as JsonObject)
  return entries.flatMap(([key, item]) => {
    const [first = '', ...rest] = renderEntry(key, item, column, style)
    return [indent + first, ...rest]
  })
}

function renderBlockScalar(
  value: string | number | boolean | null,
  { holder, column, inner, quoting, block, style }: BlockPlace,
): Rendered {
  const wantsBlock =
    style.hasBlocks &&
    typeof value === 'string' &&
    holder !== 'root' &&
    (block !== undefined || (value.includes('\n') && quoting === undefined))
  const text = wantsBlock ? renderBlockText(value, block ?? 'literal') : undefined
  if (text === undefined) return { first: renderScalar(value, { isFlow: false, style, quoting }), rest: [] }
  const indent = ' '.repeat(inner ?? column + (holder === 'list' ? 2 : style.mapIndent || 2))
  return { first: text.header, rest: text.lines.map((line) => (line === '' ? '' : indent + line)) }
}

function innerColumn(value: Json, { holder, column, style }: BlockPlace): number {
  if (holder === 'root') return 0
  if (holder === 'list') return column + 2
  return column + (Array.isArray(value) ? style.listIndent : style.mapIndent)
}

export function isCollection(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null
}

export function isEmpty(value: readonly Json[] | JsonObject): boolean {
  return (Array.isArray(value) ? value : Object.keys(value)).length === 0
}
