import type { AnyNode, MemberExpression } from 'acorn'
import type { Json } from '../json.ts'
import type { ExpressionPart } from './compile-text.ts'
import type { Reference } from './reference.ts'
import { compileTemplate, type ParsedText } from './template.ts'

/** A text of a value, or a key, with other words in it. */
export interface RewordedText {
  readonly at: readonly (string | number)[]
  /** It is the key at that path, not the value. */
  readonly isKey: boolean
  readonly text: string
}

/**
 * The texts of a value whose expressions read nodes (`nodes.<id>`, `waiting.<id>`), with other ids in them. Goes by the syntax, so that words
 * in texts, names of fields and parameters of callbacks stay; an expression that cannot be read stays as it is.
 */
export function renameNodes(value: Json, ids: ReadonlyMap<string, string>, literalKeys: readonly string[] = []): readonly RewordedText[] {
  const { template, texts } = compileTemplate(value, literalKeys)
  const read = template.references.filter(({ root, path: [id] }) => isNamed(root) && id !== undefined && ids.has(id))
  if (read.length === 0) return []
  return texts.flatMap((text) => {
    const reworded = reword(text, read, ids)
    return reworded === text.source ? [] : [{ at: text.at, isKey: text.isKey, text: reworded }]
  })
}

function isNamed(root: string): boolean {
  return root === 'nodes' || root === 'waiting'
}

function reword({ source, at, parts }: ParsedText, read: readonly Reference[], ids: ReadonlyMap<string, string>): string {
  const place = JSON.stringify(at)
  const offsets = new Set(read.filter((reference) => JSON.stringify(reference.at) === place).map(({ offset }) => offset))
  const words = parts.flatMap((part) => (typeof part === 'string' || part.syntax === undefined ? [] : wordsIn(part, offsets, ids)))
  return words
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, id }) => text.slice(0, start) + id + text.slice(end), source)
}

interface Word {
  readonly start: number
  readonly end: number
  readonly id: string
}

/** Where the ids stand in the text, without the quotes of `nodes['id']`. */
function wordsIn({ syntax, offset }: ExpressionPart, roots: ReadonlySet<number>, ids: ReadonlyMap<string, string>): readonly Word[] {
  const words: Word[] = []
  // No recursion: a chain of operators may be thousands long.
  const left: unknown[] = [syntax]
  while (left.length > 0) {
    const node = left.pop()
    if (typeof node !== 'object' || node === null) continue
    left.push(...Object.values(node))
    if (!isMember(node) || node.object.type !== 'Identifier' || !roots.has(offset + node.object.start)) continue
    const { start, end } = node.property
    const quote = node.computed ? 1 : 0
    const id = ids.get(nameIn(node.property) ?? '')
    if (id !== undefined) words.push({ start: offset + start + quote, end: offset + end - quote, id })
  }
  return words
}

function isMember(node: object): node is MemberExpression {
  return 'type' in node && node.type === 'MemberExpression'
}

function nameIn(property: AnyNode): string | undefined {
  if (property.type === 'Identifier') return property.name
  if (property.type === 'Literal') return typeof property.value === 'string' ? property.value : undefined
  return property.type === 'TemplateLiteral' ? (property.quasis[0]?.value.cooked ?? undefined) : undefined
}
