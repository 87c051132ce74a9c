import { type CST, isCollection, isMap, isPair, type ParsedNode, type Scalar, visit } from 'yaml'
import type { YamlDocument } from '../read-document.ts'

/** How a file is written, so that what is added looks the same. */
export interface Style {
  readonly lineEnd: '\n' | '\r\n'
  /** Columns by which a map stands in from its key. */
  readonly mapIndent: number
  /** Columns by which a list stands in from its key; 0 in files that do not indent lists. */
  readonly listIndent: number
  /** `{ a: 1 }` rather than `{a: 1}`. */
  readonly isPadded: boolean
  readonly quote: '"' | "'"
  /** Whether texts of several lines may be written as blocks. */
  readonly hasBlocks: boolean
}

/** Reads the style off the first place that shows each part of it; where none does, two columns, padded, double quotes. */
export function styleOf(source: string, document: YamlDocument): Style {
  const firstNewline = source.indexOf('\n')
  let mapIndent: number | undefined
  let listIndent: number | undefined
  let isPadded: boolean | undefined
  let quotes = 0
  visit(document, (_key, node) => {
    if (isPair(node) && !('explicitKey' in (node.srcToken ?? {}))) {
      const { key, value } = node as { key: ParsedNode; value: ParsedNode | null }
      const indent = indentOf(value) - indentOf(key)
      if (isCollection(value) && isBlock(value)) {
        if (isMap(value)) mapIndent ??= indent
        else listIndent ??= indent
      }
    } else if (isMap(node) && node.flow === true && node.items.length > 0 && node.srcToken !== undefined) {
      isPadded ??= source[(node.range?.[0] ?? 0) + 1] === ' '
    }
    quotes += quoteWeight(node)
  })
  return {
    lineEnd: firstNewline > 0 && source[firstNewline - 1] === '\r' ? '\r\n' : '\n',
    mapIndent: mapIndent ?? (listIndent || 2),
    listIndent: listIndent ?? mapIndent ?? 2,
    isPadded: isPadded ?? true,
    quote: quotes < 0 ? "'" : '"',
    hasBlocks: true,
  }
}

function isBlock(node: ParsedNode): boolean {
  return node.srcToken?.type === 'block-map' || node.srcToken?.type === 'block-seq'
}

function indentOf(node: ParsedNode | null): number {
  return (node?.srcToken as CST.BlockMap | undefined)?.indent ?? 0
}

function quoteWeight(node: unknown): number {
  const type = (node as Scalar | null)?.type
  return type === 'QUOTE_DOUBLE' ? 1 : type === 'QUOTE_SINGLE' ? -1 : 0
}
