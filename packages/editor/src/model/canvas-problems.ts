import type { Problem } from '@millrace/engine'
import type { LostEdge } from './canvas-edge.ts'
import type { DraftNode } from './draft-nodes.ts'
import type { Types } from './type-facts.ts'
import { locateIn, type WorkflowText } from './workflow-text.ts'

/**
 * What could not be drawn, while the server has not yet told all that is wrong. The same codes as its own, so that the same mistake
 * is not told twice.
 */
export function canvasProblems(
  text: WorkflowText,
  drafts: readonly DraftNode[],
  types: Types,
  lost: readonly LostEdge[],
): readonly Problem[] {
  const found = [...unknownTypes(drafts, types), ...twice(drafts), ...lost.map(lostEdge)]
  if (found.length === 0) return []
  const locate = locateIn(text)
  return found.map(({ part, ...problem }) => ({ ...problem, severity: 'error', position: locate(problem.path, part) }))
}

interface Found extends Pick<Problem, 'code' | 'message' | 'path'> {
  readonly part?: 'key'
}

function* unknownTypes(drafts: readonly DraftNode[], types: Types): Iterable<Found> {
  for (const { id, definition, path } of drafts) {
    const { type } = definition
    if (typeof type !== 'string') yield { code: 'MISSING_KEY', message: `Node "${id}" has no type: choose one.`, path }
    else if (!types.nodes.has(type)) {
      const message = `Node "${id}" has the unknown type "${type}": correct it, or install the plugin that brings it.`
      yield { code: 'UNKNOWN_NODE_TYPE', message, path: [...path, 'type'] }
    }
  }
}

function* twice(drafts: readonly DraftNode[]): Iterable<Found> {
  for (const { id, key, path } of drafts) {
    if (key === id) continue
    const message = `There is a second node "${id}". Ids are unique in the whole file: rename one.`
    yield { code: 'DUPLICATE_NODE_ID', message, path, part: 'key' }
  }
}

function lostEdge({ from, target, path, elsewhere }: LostEdge): Found {
  if (elsewhere === undefined) {
    const message = `Node "${from.id}" leads to "${target}", which does not exist: name an existing node or add it.`
    return { code: 'UNKNOWN_TARGET', message, path }
  }
  if (elsewhere === from)
    return { code: 'SELF_EDGE', message: `Node "${target}" leads to itself: put it inside a loop to repeat it.`, path }
  return {
    code: 'EDGE_CROSSES_SCOPE',
    message: `"${target}" is ${placeOf(elsewhere)} and "${from.id}" is ${placeOf(from)}; an edge cannot cross a scope.`,
    path,
  }
}

/** Where a node stands, as sentences say it. */
export function placeOf({ owner, part }: Pick<DraftNode, 'owner' | 'part'>): string {
  if (owner === undefined) return 'outside all scopes'
  return part === 'body' ? `inside "${owner.id}"` : `in ${part} of "${owner.id}"`
}
