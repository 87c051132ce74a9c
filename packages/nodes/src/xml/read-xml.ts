import { createRequire } from 'node:module'
import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'

const require = createRequire(import.meta.url)

/**
 * Owns: XML as data. An element with nothing but text is that text; otherwise a map of its attributes (`@name`), its elements by name
 * (a list where a name comes again) and its text (`#text`).
 * Never: a document type. It is where entities come from, and with them expansion bombs and files of the machine.
 */
export interface XmlReading {
  /** Names of elements that become lists even when they come once. */
  readonly lists: ReadonlySet<string>
}

interface Open {
  readonly name: string
  readonly parts: Map<string, Json | Json[]>
  readonly repeated: Set<string>
  text: string
}

const deepest = 200

export function readXml(text: string, { lists }: XmlReading): Json {
  // Loaded with the first XML, and not through a promise: a pure step answers at once.
  const { SaxesParser } = require('saxes') as typeof import('saxes')
  const parser = new SaxesParser({ xmlns: false, position: true })
  const open: Open[] = [{ name: '', parts: new Map(), repeated: new Set(), text: '' }]
  const refuse = (why: string) => {
    throw badXml(why, parser.line, parser.columnIndex + 1)
  }
  parser.on('error', ({ message }) => refuse(reasonOf(message)))
  parser.on('doctype', () => refuse('a document type is not allowed, because entities come from it'))
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > deepest) refuse(`elements are nested more than ${deepest} levels deep`)
    if (name === '__proto__') refuse('an element cannot be called __proto__')
    const own = Object.entries(attributes).map(([key, value]): [string, string] => [`@${key}`, value])
    open.push({ name, parts: new Map(own), repeated: new Set(), text: '' })
  })
  const addText = (more: string) => {
    const inside = open.at(-1)
    if (inside) inside.text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    const outer = open.at(-1)
    if (closed && outer) addPart(outer, closed.name, valueOfElement(closed), lists)
  })
  parser.write(text.replace(/^\ufeff/, '')).close()
  return Object.fromEntries((open[0] as Open).parts)
}

function addPart({ parts, repeated }: Open, name: string, value: Json, lists: ReadonlySet<string>): void {
  const before = parts.get(name)
  if (before === undefined) {
    parts.set(name, lists.has(name) ? [value] : value)
    if (lists.has(name)) repeated.add(name)
  } else if (repeated.has(name)) {
    ;(before as Json[]).push(value)
  } else {
    parts.set(name, [before as Json, value])
    repeated.add(name)
  }
}

/** Space around elements is layout. */
function valueOfElement({ parts, text }: Open): Json {
  const trimmed = text.trim()
  if (parts.size === 0) return trimmed
  return Object.fromEntries(trimmed === '' ? parts : [...parts, ['#text', trimmed]])
}

/** `3:7: unmatched closing tag: name.` without the place, and without the part that quotes the text. */
function reasonOf(message: string): string {
  return message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/[:.].*$/s, '')
}

function badXml(why: string, line: number, column: number): FatalError {
  return new FatalError(`The XML cannot be read: ${why}, in line ${line}, column ${column}.`, {
    code: 'BAD_XML',
    details: { line, column },
  })
}
