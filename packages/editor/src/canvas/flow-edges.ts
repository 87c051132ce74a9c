import type { Edge } from '@xyflow/react'
import type { CanvasEdge } from '../model/canvas-edge.ts'
import type { Lane } from './edge-lane.ts'
import type { Lanes } from './lay-out.ts'

export interface EdgeData extends Record<string, unknown> {
  readonly edge: CanvasEdge
  readonly lane: Lane | undefined
}

export type FlowEdge = Edge<EdgeData, 'flow'>

/** The edges between nodes that are seen; the same objects where nothing changed. */
export function flowEdges(
  { edges, lanes }: { readonly edges: readonly CanvasEdge[]; readonly lanes: Lanes },
  shown: ReadonlySet<string>,
  selection: ReadonlySet<string>,
  before: ReadonlyMap<string, FlowEdge>,
): FlowEdge[] {
  return edges.flatMap((edge) => {
    if (!shown.has(edge.from) || !shown.has(edge.to)) return []
    const known = before.get(edge.id)
    const selected = selection.has(edge.id)
    const lane = lanes[edge.id]
    const isKnown = known?.data?.edge === edge && known.selected === selected && isSameLane(known.data.lane, lane)
    return [isKnown ? known : flowEdge(edge, lane, selected)]
  })
}

function isSameLane(some: Lane | undefined, other: Lane | undefined): boolean {
  return some === other || JSON.stringify(some) === JSON.stringify(other)
}

function flowEdge(edge: CanvasEdge, lane: Lane | undefined, selected: boolean): FlowEdge {
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
    data: { edge, lane },
  }
}
