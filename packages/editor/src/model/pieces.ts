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

type ReadPieces =
  | { readonly ok: true; readonly pieces: readonly Piece[]; readonly nodes: ReadonlyMap<string, Json> }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The nodes that stand where one or more pieces stood; undefined when the lines are not those of nodes alone. */
export function readPieces(text: string, { start, column }: Piece): ReadPieces | undefined {
  if (text === '') return { ok: true, pieces: [], nodes: new Map() }
  if (ties.test(text) || !isIndented(text, column) || firstColumn(text) !== column) return undefined
  const { value, problems, locate } = parseYaml(text)
  if (problems.length > 0) return { ok: false, problems }
  if (!isJsonObject(value)) return undefined
  const nodes = new Map(Object.entries(value))
  const places = [...nodes.keys()].map((id) => ({ id, offset: locate([id], 'key').offset }))
  if (places.some(({ offset }, index) => offset <= (places[index - 1]?.offset ?? -1))) return undefined
  const lines = places.map(({ offset }, index) => (index === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1))
  const isTakenApart = places.every(({ offset }, index) => index === 0 || isOnLine(text, lines[index] ?? 0, offset, column))
  if (!isTakenApart) return undefined
  const ends = [...lines.slice(1), text.length]
  const pieces = places.map(({ id }, index) => ({
    id,
    start: start + (lines[index] ?? 0),
    end: start + (ends[index] ?? 0),
    column,
    isBroken: false,
  }))
  return { ok: true, pieces, nodes }
}

function isOnLine(text: string, line: number, offset: number, column: number): boolean {
  return offset - line === column && isBlank(text, line, offset)
}

/** How far the first line that says something is indented. */
function firstColumn(text: string): number {
  const line = text.split('\n').find((one) => !/^\s*(?:#.*)?$/.test(one))
  return line?.search(/\S/) ?? -1
}

/** Whether every line that says something is indented at least as far as the key: another would end the map of the nodes. */
function isIndented(text: string, column: number): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line) || line.slice(0, column).trim() === '')
}
