import { isJsonObject, type Json, type JsonObject, type Path, type Problem, parseYaml } from '@millrace/engine'

/**
 * Owns: which parts of a text can be read apart from the rest, so that a keystroke in a file of a thousand nodes costs no more than in a small one.
 * Invariants: a piece is whole lines; it holds the key and value of one top-level node; no anchor or alias ties the text together.
 */
export interface Piece {
  readonly id: string
  readonly start: number
  readonly end: number
  /** How far its key is indented. */
  readonly column: number
  readonly isBroken: boolean
}

/** An anchor or alias ties parts together, a directive or a second document all of them; a workflow hardly ever has any. */
const ties = /(?:^ *|[:,[{-] *)[&*][^\s&*]|^[%\t]|^(?:---|\.\.\.)/m

/** The pieces of a text that has no mistakes; none when it cannot be taken apart. */
export function findPieces(source: string, { nodes, ...rest }: JsonObject, offsetOf: (path: Path) => number): readonly Piece[] {
  if (!isJsonObject(nodes) || ties.test(source)) return []
  const ids = Object.keys(nodes)
  const starts = ids.map((id) => offsetOf(['nodes', id]))
  const last = starts.at(-1)
  if (last === undefined || starts.some((start, index) => start <= (starts[index - 1] ?? -1))) return []
  const others = Object.keys(rest).map((key) => offsetOf([key]))
  const end = Math.min(source.length, ...others.filter((offset) => offset > last))
  const lines = starts.map((start) => source.lastIndexOf('\n', start - 1) + 1)
  const column = (starts[0] ?? 0) - (lines[0] ?? 0)
  const isTakenApart = starts.every((start, index) => start - (lines[index] ?? 0) === column && isBlank(source, lines[index] ?? 0, start))
  if (column === 0 || !isTakenApart || (end < source.length && source[end - 1] !== '\n')) return []
  return ids.map((id, index) => ({ id, start: lines[index] ?? 0, end: lines[index + 1] ?? end, column, isBroken: false }))
}

function isBlank(source: string, start: number, end: number): boolean {
  return source.slice(start, end).trim() === ''
}

type ReadPiece =
  | { readonly ok: true; readonly id: string; readonly node: Json }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The one node that a piece holds now; undefined when it holds anything else. */
export function readPiece(text: string, column: number): ReadPiece | undefined {
  const indent = ' '.repeat(column)
  if (!text.startsWith(indent) || /[\s#]/.test(text[column] ?? ' ') || ties.test(text) || !isIndented(text, column)) return undefined
  const { value, problems } = parseYaml(text)
  if (problems.length > 0) return { ok: false, problems }
  if (!isJsonObject(value)) return undefined
  const [entry, ...others] = Object.entries(value)
  return entry === undefined || others.length > 0 ? undefined : { ok: true, id: entry[0], node: entry[1] }
}

/** Whether every line that says something is indented at least as far as the key: another would end the map of the nodes. */
function isIndented(text: string, column: number): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line) || line.slice(0, column).trim() === '')
}
