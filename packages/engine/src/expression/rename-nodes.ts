import type { AnyNode, ArrowFunctionExpression, MemberExpression, Pattern } from 'acorn'
import type { Json } from '../json.ts'
import { type ReadExpression, splitText } from './split-text.ts'

/** A text of a value, or a key, with other words in it. */
export interface RewordedText {
  readonly at: readonly (string | number)[]
  /** It is the key at that path, not the value. */
  readonly isKey: boolean
  readonly text: string
}

/**
 * The texts of a value whose expressions read nodes (`nodes.<id>`, `waiting.<id>`), with other ids in them. Goes by the syntax, so that words
 * in texts, names of fields and parameters of callbacks stay; an expression that cannot be read stays as it is. Nothing is compiled: an
 * editor that renames needs the parser alone.
 */
export function renameNodes(value: Json, ids: ReadonlyMap<string, string>, literalKeys: readonly string[] = []): readonly RewordedText[] {
  const found: RewordedText[] = []
  rewordIn(value, [], { ids, literalKeys, found })
  return found
}

interface Work {
  readonly ids: ReadonlyMap<string, string>
  /** Of the outermost map. */
  readonly literalKeys: readonly string[]
  readonly found: RewordedText[]
}

const maxDepth = 200

function rewordIn(value: Json, at: readonly (string | number)[], work: Work): void {
  if (typeof value === 'string') return rewordText(value, { at, isKey: false }, work)
  if (typeof value !== 'object' || value === null || at.length >= maxDepth) return
  const isMap = !Array.isArray(value)
  for (const [key, item] of Object.entries(value)) {
    const path = [...at, isMap ? key : Number(key)]
    if (isMap) rewordText(key, { at: path, isKey: true }, work)
    if (at.length > 0 || !work.literalKeys.includes(key)) rewordIn(item as Json, path, work)
  }
}

function rewordText(source: string, place: Omit<RewordedText, 'text'>, { ids, found }: Work): void {
  if (!source.includes('{{')) return
  const words = splitText(source).flatMap((piece) => (typeof piece !== 'string' && 'syntax' in piece ? wordsIn(piece, ids) : []))
  if (words.length === 0) return
  const fromEnd = words.toSorted((a, b) => b.start - a.start)
  found.push({ ...place, text: fromEnd.reduce((text, { start, end, id }) => text.slice(0, start) + id + text.slice(end), source) })
}

interface Word {
  readonly start: number
  readonly end: number
  readonly id: string
}

/** Where the ids stand in the text, without the quotes of `nodes['id']`. */
function wordsIn({ syntax, offset }: ReadExpression, ids: ReadonlyMap<string, string>): readonly Word[] {
  const words: Word[] = []
  // No recursion: a chain of operators may be thousands long.
  const left: { readonly node: unknown; readonly locals: ReadonlySet<string> }[] = [{ node: syntax, locals: new Set() }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, locals } = next
    if (typeof node !== 'object' || node === null) continue
    const inner = isArrow(node) ? new Set([...locals, ...node.params.flatMap(namesOf)]) : locals
    for (const child of Object.values(node)) left.push({ node: child, locals: inner })
    const id = isMember(node) && isOfNodes(node.object, locals) ? ids.get(nameIn(node) ?? '') : undefined
    if (id === undefined || !isMember(node)) continue
    const quote = node.computed ? 1 : 0
    words.push({ start: offset + node.property.start + quote, end: offset + node.property.end - quote, id })
  }
  return words
}

function isMember(node: object): node is MemberExpression {
  return 'type' in node && node.type === 'MemberExpression'
}

function isArrow(node: object): node is ArrowFunctionExpression {
  return 'type' in node && node.type === 'ArrowFunctionExpression'
}

function isOfNodes(object: AnyNode, locals: ReadonlySet<string>): boolean {
  return object.type === 'Identifier' && (object.name === 'nodes' || object.name === 'waiting') && !locals.has(object.name)
}

/** The names that a parameter of a callback stands for. */
function namesOf(pattern: Pattern | null): readonly string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => namesOf(property.type === 'Property' ? property.value : property.argument))
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesOf)
    case 'AssignmentPattern':
      return namesOf(pattern.left)
    case 'RestElement':
      return namesOf(pattern.argument)
    default:
      return []
  }
}

function nameIn({ property, computed }: MemberExpression): string | undefined {
  if (property.type === 'Identifier') return computed ? undefined : property.name
  if (property.type === 'Literal') return typeof property.value === 'string' ? property.value : undefined
  return property.type === 'TemplateLiteral' && property.expressions.length === 0
    ? (property.quasis[0]?.value.cooked ?? undefined)
    : undefined
}
