import { isJsonObject, type Json, type JsonObject, type Path, type Position, type Problem, parseYaml } from '@millrace/engine'
import { differenceBetween } from './difference-between.ts'
import { findPieces, type Piece, readPieces } from './pieces.ts'

/**
 * Owns: the text of a workflow file with what can be read of it, cheap enough for each keystroke.
 * Invariants: `value` is what reading the whole of `source` gives, or, while that is broken, the last that could be read.
 */
export interface WorkflowText {
  readonly source: string
  readonly value: JsonObject
  /** Whether `value` is that of `source`, not of an earlier text. */
  readonly isCurrent: boolean
  /** Of the syntax alone; what the words mean is not asked. */
  readonly problems: readonly Problem[]
  /** The top-level nodes in the text, where each can be read by itself. */
  readonly pieces: readonly Piece[]
}

/** Reads a text; of one that differs little from `before`, only what differs. */
export function readText(source: string, before?: WorkflowText): WorkflowText {
  if (before?.source === source) return before
  return (before && readDifference(source, before)) ?? readAll(source, before)
}

function readAll(source: string, before: WorkflowText | undefined): WorkflowText {
  const { value, problems, locate } = parseYaml(source)
  if (!isJsonObject(value)) {
    const found = problems.length > 0 || value === undefined ? problems : [notMap(locate([]))]
    return { source, value: before?.value ?? {}, isCurrent: false, problems: found, pieces: [] }
  }
  const pieces = problems.length === 0 ? findPieces(source, value, (path) => locate(path, 'key').offset) : []
  return { source, value: withKnown(value, before?.value), isCurrent: true, problems, pieces }
}

/** Nodes and triggers that are as they were are the same objects: whoever has drawn them need not look again. */
function withKnown(value: JsonObject, before: JsonObject | undefined): JsonObject {
  const kept = (['nodes', 'triggers'] as const).flatMap((key): [string, Json][] => {
    const [now, then] = [value[key], before?.[key]]
    if (!isJsonObject(now) || !isJsonObject(then)) return []
    return [[key, Object.fromEntries(Object.entries(now).map(([id, one]) => [id, isSame(one, then[id]) ? (then[id] ?? one) : one]))]]
  })
  return kept.length === 0 ? value : { ...value, ...Object.fromEntries(kept) }
}

/** The order of keys counts: it is that of the file. */
function isSame(one: Json, other: Json | undefined): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other)
}

function notMap(position: Position): Problem {
  const message = 'A workflow file is a map that begins with "id:" and "nodes:".'
  return { code: 'NOT_A_WORKFLOW', severity: 'error', message, path: [], position }
}

/** Undefined when more than the nodes has changed, or those that have cannot be read by themselves. */
function readDifference(source: string, before: WorkflowText): WorkflowText | undefined {
  const { nodes } = before.value
  const { start, end, insert } = differenceBetween(before.source, source)
  const range = touchedPieces(before, start, end)
  const [first, last] = range === undefined ? [] : [before.pieces[range.from], before.pieces[range.to]]
  if (!isJsonObject(nodes) || range === undefined || first === undefined || last === undefined) return undefined
  // While one piece is broken, the others wait.
  if (!before.isCurrent && !(first.isBroken && first === last)) return undefined
  const grown = insert.length - (end - start)
  const lines = source.slice(first.start, last.end + grown)
  // Without a line end, what stands behind would go on where they end.
  const isWhole = lines === '' || lines.endsWith('\n') || last.end === before.source.length
  const read = isWhole ? readPieces(lines, first) : undefined
  if (read === undefined) return undefined
  const behind = before.pieces.slice(range.to + 1).map((piece) => ({ ...piece, start: piece.start + grown, end: piece.end + grown }))
  const around = [before.pieces.slice(0, range.from), behind] as const
  if (!read.ok) {
    if (first !== last) return undefined
    const problems = read.problems.map((problem) => ({ ...problem, position: shifted(source, first.start, problem.position) }))
    const pieces = [...around[0], { ...first, end: first.end + grown, isBroken: true }, ...behind]
    return { source, value: before.value, isCurrent: false, problems, pieces }
  }
  const pieces = [...around[0], ...read.pieces, ...behind]
  if (pieces.length === 0 || new Set(pieces.map(({ id }) => id)).size < pieces.length) return undefined
  const entries = pieces.map(({ id }): [string, Json] => [id, (read.nodes.has(id) ? read.nodes.get(id) : nodes[id]) ?? null])
  return { source, value: { ...before.value, nodes: Object.fromEntries(entries) }, isCurrent: true, problems: [], pieces }
}

/** From the first to the last piece that a difference reaches into; undefined when it reaches beyond them. */
function touchedPieces(
  { source, pieces }: WorkflowText,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } | undefined {
  const isAtEnd = start === source.length && pieces.at(-1)?.end === start
  const from = isAtEnd ? pieces.length - 1 : pieces.findIndex((piece) => piece.end > start)
  const to = Math.max(
    from,
    pieces.findLastIndex((piece) => piece.start < end),
  )
  const [first, last] = [pieces[from], pieces[to]]
  if (first === undefined || last === undefined || start < first.start || end > last.end) return undefined
  return { from, to }
}

function shifted(source: string, start: number, { line, column, offset }: Position): Position {
  return { line: line + source.slice(0, start).split('\n').length - 1, column, offset: offset + start }
}

type Locate = (path: Path, part?: 'key' | 'value') => Position

/** Finds where things stand, and reads no more of the text for it than it must. */
export function locateIn({ source, pieces, isCurrent }: WorkflowText): Locate {
  const read = new Map<Piece | undefined, Locate>()
  return (path, part) => {
    const piece = path[0] === 'nodes' && isCurrent ? pieces.find(({ id }) => id === path[1]) : undefined
    const locate = read.get(piece) ?? parseYaml(piece === undefined ? source : source.slice(piece.start, piece.end)).locate
    read.set(piece, locate)
    return piece === undefined ? locate(path, part) : shifted(source, piece.start, locate(path.slice(1), part))
  }
}
