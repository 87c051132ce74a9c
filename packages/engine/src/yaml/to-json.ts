import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Json } from '../json.ts'
import { type Anchors, createAnchors, type Extent } from './anchors.ts'
import { yamlLimits } from './limits.ts'
import type { Mistake } from './mistake.ts'
import type { YamlDocument } from './read-document.ts'
import { tooDeep } from './token-guard.ts'

/**
 * Owns: what a syntax tree means as plain JSON, and which of its parts mean nothing.
 * Does not own: syntax.
 * Invariants: linear in the tree, since aliases share the value of their anchor; every map is built from own
 * properties, so no key reaches a prototype. A part that means nothing is left out, or null inside a list.
 */
export function toJson(document: YamlDocument, lineAt: (offset: number) => number): JsonReading {
  const mistakes: Mistake[] = []
  const reader: Reader = { mistakes, anchors: createAnchors(), path: [], lineAt }
  const { value, extent } = read(reader, document.contents, 0)
  // Small as it is in memory, nobody may walk such a value: it is not handed out.
  const isTooLarge = extent.values > yamlLimits.values || extent.characters > yamlLimits.characters
  return isTooLarge ? { value: undefined, mistakes: [...mistakes, tooManyValues] } : { value, mistakes }
}

interface JsonReading {
  readonly value: Json | undefined
  readonly mistakes: readonly Mistake[]
}

interface Reader {
  readonly mistakes: Mistake[]
  readonly anchors: Anchors
  readonly path: (string | number)[]
  readonly lineAt: (offset: number) => number
}

/** A value with what it takes once its aliases are followed. */
interface Reading {
  readonly value: Json
  readonly extent: Extent
}

const nothing: Reading = { value: null, extent: { values: 1, characters: 0, depth: 0 } }

const tooManyValues: Mistake = {
  code: 'TOO_MANY_VALUES',
  message: 'Lists and aliases make more than 100,000 values or 4 MiB of text: use fewer aliases, or keep large data outside the workflow.',
  offset: 0,
}

function read(reader: Reader, node: Node | ParsedNode | null, depth: number): Reading {
  if (node === null) return nothing
  if (isAlias(node)) return readAlias(reader, node.source, startOf(node), depth)
  const { anchor } = node
  if (anchor !== undefined) reader.anchors.open(anchor)
  const reading = readOwn(reader, node, depth)
  if (anchor !== undefined) reader.anchors.close(anchor, reading)
  return reading
}

function readOwn(reader: Reader, node: Node, depth: number): Reading {
  if (isScalar(node)) return readScalar(reader, node)
  if (depth === yamlLimits.depth) return refuse(reader, tooDeep(startOf(node), [...reader.path]))
  if (isMap(node)) return readMap(reader, node, depth + 1)
  return isSeq(node) ? readList(reader, node, depth + 1) : nothing
}

function readAlias(reader: Reader, name: string, offset: number, depth: number): Reading {
  const path = [...reader.path]
  const found = reader.anchors.find(name)
  if (found === undefined) {
    const message = `Alias *${name} names no anchor before it: write &${name} in front of the value that it stands for.`
    return refuse(reader, { code: 'UNKNOWN_ANCHOR', message, offset, path })
  }
  if (found === 'open') {
    const message = `Alias *${name} stands inside the value that it names, which would contain itself: write the value out.`
    return refuse(reader, { code: 'ALIAS_LOOP', message, offset, path })
  }
  return depth + found.extent.depth > yamlLimits.depth ? refuse(reader, tooDeep(offset, path)) : found
}

function readMap(reader: Reader, map: YAMLMap<unknown, unknown>, depth: number): Reading {
  const entries = new Map<string, Json>()
  const offsets = new Map<string, number>()
  const extent = { values: 1, characters: 0, depth: 1 }
  for (const { key: keyNode, value: valueNode } of map.items as YAMLMap<ParsedNode, ParsedNode | null>['items']) {
    const key = readKey(reader, keyNode)
    if (key === undefined) continue
    const offset = startOf(keyNode)
    const first = offsets.get(key)
    if (first !== undefined) reader.mistakes.push(duplicateKey(key, offset, [...reader.path, key], reader.lineAt(first)))
    else offsets.set(key, offset)
    reader.path.push(key)
    const reading = read(reader, valueNode, depth)
    reader.path.pop()
    if (first === undefined) entries.set(key, reading.value)
    enlarge(extent, reading.extent, key.length)
  }
  return { value: Object.fromEntries(entries), extent }
}

function readList(reader: Reader, list: YAMLSeq<unknown>, depth: number): Reading {
  const extent = { values: 1, characters: 0, depth: 1 }
  const value = (list.items as ParsedNode[]).map((item, index) => {
    reader.path.push(index)
    const reading = read(reader, item, depth)
    reader.path.pop()
    enlarge(extent, reading.extent, 0)
    return reading.value
  })
  return { value, extent }
}

function enlarge(extent: { values: number; characters: number; depth: number }, part: Extent, keyLength: number): void {
  extent.values += part.values
  extent.characters += part.characters + keyLength
  extent.depth = Math.max(extent.depth, part.depth + 1)
}

// A plain prototype key in a file is a mistake or an attack; nothing downstream then has to be careful.
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function readKey(reader: Reader, node: ParsedNode): string | undefined {
  const offset = startOf(node)
  const path = [...reader.path]
  // Anything but a scalar is reported by the library. An absent key reads as an empty scalar without quotes.
  if (!isScalar(node) || typeof node.value !== 'string') return undefined
  if (node.anchor !== undefined) {
    reader.anchors.open(node.anchor)
    reader.anchors.close(node.anchor, text(node.value))
  }
  if (node.value === '' && node.type === 'PLAIN') {
    const message = 'A key is missing in front of this `:`: write one.'
    reader.mistakes.push({ code: 'NON_STRING_KEY', message, offset, path })
    return undefined
  }
  if (node.value === '<<' && node.type === 'PLAIN') {
    const message = 'Merge keys (<<) are not part of YAML 1.2: write the keys out, or use an alias for the whole value.'
    reader.mistakes.push({ code: 'MERGE_KEY', message, offset, path })
    return undefined
  }
  if (!forbiddenKeys.has(node.value)) return checkText(reader, node, node.value)
  const message = `Key "${node.value}" is reserved by JavaScript: choose another name.`
  reader.mistakes.push({ code: 'FORBIDDEN_KEY', message, offset, path })
  return undefined
}

function readScalar(reader: Reader, node: Scalar): Reading {
  const { value, source = '' } = node
  if (typeof value === 'string') return text(checkText(reader, node, value) ?? '')
  if (typeof value === 'number') return readNumber(reader, node, value, source)
  return typeof value === 'boolean' ? { ...nothing, value } : nothing
}

function readNumber(reader: Reader, node: Scalar, value: number, source: string): Reading {
  const offset = startOf(node)
  const path = [...reader.path]
  if (!Number.isFinite(value)) {
    const message = `${shortened(source)} is not a finite number, which JSON cannot hold: write another, or put it in quotes.`
    return refuse(reader, { code: 'NOT_A_NUMBER', message, offset, path })
  }
  const isWhole = !/[.eE]/.test(source) || /^0[xo]/.test(source)
  if (isWhole && !Number.isSafeInteger(value)) {
    const message = `${shortened(source)} is too large to be exact as a number: put it in quotes to keep every digit.`
    return refuse(reader, { code: 'NUMBER_TOO_LARGE', message, offset, path })
  }
  // Adding zero turns -0, which JSON text cannot tell, into 0.
  return { ...nothing, value: value + 0 }
}

/** Escapes can make halves of surrogate pairs, which no UTF-8 file or database can hold. */
function checkText(reader: Reader, node: Scalar, value: string): string | undefined {
  if (value.isWellFormed()) return value
  const message = 'An escape here makes half of a surrogate pair, which is no character: write both halves, or delete it.'
  reader.mistakes.push({ code: 'INVALID_CHARACTER', message, offset: startOf(node), path: [...reader.path] })
  return undefined
}

function text(value: string): Reading {
  return { value, extent: { values: 1, characters: value.length, depth: 0 } }
}

function refuse(reader: Reader, mistake: Mistake): Reading {
  reader.mistakes.push(mistake)
  return nothing
}

function duplicateKey(key: string, offset: number, path: Mistake['path'], firstLine: number): Mistake {
  const message = `Key "${shortened(key)}" stands here again, first in line ${firstLine}: rename or delete one of the two.`
  return { code: 'DUPLICATE_KEY', message, offset, path: path ?? [] }
}

function startOf(node: { readonly range?: readonly number[] | null | undefined }): number {
  return node.range?.[0] ?? 0
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 60)}…` : words
}
