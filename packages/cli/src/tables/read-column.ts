import type { Json, JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'

const types = ['string', 'number', 'boolean', 'date', 'json', 'file', 'pointer', 'relation', 'geoPoint'] as const
const marks = ['required', 'unique', 'index', 'search'] as const

export const columnAbout =
  'NAME:TYPE, then any of :required :unique :index :search, :table=NAME for a pointer or a relation, and at last :default=JSON.'

/** Reads a column as it is written on the command line, e.g. `email:string:required:unique`. */
export function readColumn(text: string): JsonObject {
  const [name = '', ...parts] = splitColumn(text)
  const [type = 'string', ...rest] = parts
  if (!types.some((known) => known === type)) {
    throw usageError(`"${text}": there is no column type "${type}". There are ${types.join(', ')}.`)
  }
  return { name, type, ...Object.fromEntries(rest.map((part) => readPart(text, part))) }
}

/** What changes about a column, e.g. `email:unique:no-index:default=null`. */
export function readColumnSettings(text: string): JsonObject {
  const [column = '', ...parts] = splitColumn(text)
  if (parts.length === 0)
    throw usageError(`"${text}" says nothing to set: write for example ${column || 'email'}:unique or ${column || 'email'}:no-index.`)
  return { type: 'set', column, ...Object.fromEntries(parts.map((part) => readSetting(text, part))) }
}

/** A default is JSON, which has colons of its own. */
function splitColumn(text: string): readonly string[] {
  const at = text.indexOf(':default=')
  return at === -1 ? text.split(':') : [...text.slice(0, at).split(':'), text.slice(at + 1)]
}

function readPart(text: string, part: string): readonly [string, Json] {
  if (marks.some((mark) => mark === part)) return [part, true]
  if (part.startsWith('table=')) return ['table', part.slice('table='.length)]
  if (part.startsWith('default=')) return ['default', readDefault(part)]
  throw usageError(`"${text}": "${part}" means nothing for a column. A column is ${columnAbout}`)
}

function readSetting(text: string, part: string): readonly [string, Json] {
  const mark = part.replace(/^no-/, '')
  if (marks.some((known) => known === mark)) return [mark, mark === part]
  if (part.startsWith('default=')) return ['default', readDefault(part)]
  const known = marks.flatMap((one) => [one, `no-${one}`]).join(', ')
  throw usageError(`"${text}": "${part}" cannot be set. There are ${known} and default=JSON.`)
}

function readDefault(part: string): Json {
  const given = part.slice('default='.length)
  try {
    return JSON.parse(given)
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`A default is JSON, which ${given} is not; a text needs quotes: :default='"new"'.`)
    throw error
  }
}
