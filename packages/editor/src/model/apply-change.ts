import { type Change, edit, isJsonObject, type Path, type Problem } from '@millrace/engine'
import type { Piece } from './pieces.ts'
import { readText, type WorkflowText } from './workflow-text.ts'

export type Applied =
  | {
      readonly ok: true
      readonly text: WorkflowText
      /** Applied to `text`, gives back what there was, byte for byte. */
      readonly inverse: Change
    }
  | { readonly ok: false; readonly problem: Problem }

/** Texts up to this length are edited as a whole, so that what is written anew looks like the whole file. */
const small = 20_000

/** Makes a change as the smallest edit of the text, and reads what has come of it. */
export function applyChange(before: WorkflowText, change: Change): Applied {
  if (change.type === 'all') return applyAll(before, change.changes)
  const part = before.source.length > small ? editPart(before, change) : undefined
  const edited = edit(before.source, part ?? change)
  if (!edited.ok) return edited
  return { ok: true, text: readText(edited.source, before), inverse: edited.inverse }
}

function applyAll(before: WorkflowText, changes: readonly Change[]): Applied {
  let text = before
  const inverses: Change[] = []
  for (const change of changes) {
    const applied = applyChange(text, change)
    if (!applied.ok) return applied
    text = applied.text
    inverses.unshift(applied.inverse)
  }
  return { ok: true, text, inverse: { type: 'all', changes: inverses } }
}

type PlaceChange = Exclude<Change, { readonly type: 'text' | 'all' }>

/** The same change made in the few lines that it is about, which takes a thousandth of the time; undefined when it is about more. */
function editPart(before: WorkflowText, change: PlaceChange | Extract<Change, { type: 'text' }>): Change | undefined {
  if (change.type === 'text' || !before.isCurrent) return undefined
  const lines = linesOf(before, change)
  if (lines === undefined) return undefined
  const edited = edit(before.source.slice(lines.start, lines.end), { ...change, path: change.path.slice(1) })
  if (!edited.ok || edited.inverse.type !== 'text') return undefined
  const { offset, remove, insert } = edited.inverse
  return { type: 'text', offset: lines.start + offset, remove: insert, insert: remove }
}

/** One node, or two where one is to go: a map is never left empty by it. */
function linesOf({ value, pieces }: WorkflowText, change: PlaceChange): Pick<Piece, 'start' | 'end'> | undefined {
  const { path } = change
  const [root, id] = path
  if (root !== 'nodes' || !isJsonObject(value.nodes) || change.type === 'move') return undefined
  const isOfMap = path.length === 2
  if (isOfMap && change.type === 'rename' && Object.hasOwn(value.nodes, change.to)) return undefined
  if (isOfMap && (change.type === 'insert' || (change.type === 'set' && !Object.hasOwn(value.nodes, String(id))))) {
    if (Object.hasOwn(value.nodes, String(id))) return undefined
    return change.type === 'insert' && change.before !== undefined ? pieceOf(pieces, change.before) : pieces.at(-1)
  }
  const piece = pieceOf(pieces, id)
  if (piece === undefined || !(isOfMap && change.type === 'delete')) return piece
  const index = pieces.indexOf(piece)
  const other = pieces[index - 1] ?? pieces[index + 1]
  return other && { start: Math.min(piece.start, other.start), end: Math.max(piece.end, other.end) }
}

function pieceOf(pieces: readonly Piece[], id: Path[number] | undefined): Piece | undefined {
  return pieces.find((piece) => piece.id === id)
}
