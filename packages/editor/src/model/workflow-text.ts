import { isJsonObject, type JsonObject, type Path, type Position, type Problem, parseYaml } from '@millrace/engine'
import { differenceBetween } from './difference-between.ts'
import { findPieces, type Piece, readPiece } from './pieces.ts'

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
  return { source, value, isCurrent: true, problems, pieces }
}

function notMap(position: Position): Problem {
  const message = 'A workflow file is a map that begins with "id:" and "nodes:".'
  return { code: 'NOT_A_WORKFLOW', severity: 'error', message, path: [], position }
}

/** Undefined when more than one node has changed, or the one cannot be read by itself. */
function readDifference(source: string, before: WorkflowText): WorkflowText | undefined {
  const { nodes } = before.value
  if (!isJsonObject(nodes)) return undefined
  const { start, end, insert } = differenceBetween(before.source, source)
  const isLast = (piece: Piece) => piece.end === before.source.length
  const index = before.pieces.findIndex((piece) => piece.start <= start && (end < piece.end || (end === piece.end && isLast(piece))))
  const piece = before.pieces[index]
  // While one piece is broken, the others wait.
  if (piece === undefined || before.isCurrent === piece.isBroken) return undefined
  const grown = insert.length - (end - start)
  const read = readPiece(source.slice(piece.start, piece.end + grown), piece.column)
  if (read === undefined || (read.ok && read.id !== piece.id && Object.hasOwn(nodes, read.id))) return undefined
  const id = read.ok ? read.id : piece.id
  const pieces = before.pieces.map((one, at) => {
    if (at < index) return one
    const moved = { ...one, start: one.start + (at > index ? grown : 0), end: one.end + grown }
    return at > index ? moved : { ...moved, id, isBroken: !read.ok }
  })
  if (!read.ok) {
    const problems = read.problems.map((problem) => ({ ...problem, position: shifted(source, piece.start, problem.position) }))
    return { source, value: before.value, isCurrent: false, problems, pieces }
  }
  const entries = Object.entries(nodes).map(([key, node]): [string, unknown] => (key === piece.id ? [id, read.node] : [key, node]))
  const value = { ...before.value, nodes: Object.fromEntries(entries) as JsonObject } // Its values are those of the map before, and one that was read.
  return { source, value, isCurrent: true, problems: [], pieces }
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
