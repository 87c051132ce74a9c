import type { Edge } from '@xyflow/react'
import type { CanvasEdge } from '../model/canvas-edge.ts'

export interface EdgeData extends Record<string, unknown> {
  readonly edge: CanvasEdge
}

export type FlowEdge = Edge<EdgeData, 'flow'>

/** The edges between nodes that are seen; the same objects where nothing changed. */
export function flowEdges(
  edges: readonly CanvasEdge[],
  shown: ReadonlySet<string>,
  selection: ReadonlySet<string>,
  before: ReadonlyMap<string, FlowEdge>,
): FlowEdge[] {
  return edges.flatMap((edge) => {
    if (!shown.has(edge.from) || !shown.has(edge.to)) return []
    const known = before.get(edge.id)
    const selected = selection.has(edge.id)
    return [known?.data?.edge === edge && known.selected === selected ? known : flowEdge(edge, selected)]
  })
}

function flowEdge(edge: CanvasEdge, selected: boolean): FlowEdge {
  return {
    id: edge.id,
    type: 'flow',
    source: edge.from,
    sourceHandle: edge.port,
    target: edge.to,
    targetHandle: 'in',
    selected,
    // Nobody writes the edges of triggers: they lead to whatever nothing else leads to.
    selectable: edge.kind !== 'trigger',
    deletable: edge.kind !== 'trigger',
    reconnectable: edge.kind !== 'trigger',
    data: { edge },
  }
}
