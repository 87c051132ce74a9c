import type { Edge } from '@xyflow/react'
import type { CanvasEdge } from '../../model/canvas-edge.ts'
import type { Lane } from '../layout/edge-lane.ts'
import type { Lanes } from '../layout/lay-out.ts'
import type { StandIns } from './group-frames.ts'

export interface EdgeData extends Record<string, unknown> {
  readonly edge: CanvasEdge
  readonly lane: Lane | undefined
}

export type FlowEdge = Edge<EdgeData, 'flow'>

interface Drawing {
  readonly lanes: Lanes
  /** Keys of what is seen. */
  readonly shown: ReadonlySet<string>
  readonly away: StandIns
  readonly selection: ReadonlySet<string>
  readonly before: ReadonlyMap<string, FlowEdge>
}

/** The edges between nodes that are seen, or the closed groups in their place; the same objects where nothing changed. */
export function flowEdges(edges: readonly CanvasEdge[], { lanes, shown, away, selection, before }: Drawing): FlowEdge[] {
  return edges.flatMap((edge) => {
    const source = away.get(edge.from) ?? edge.from
    const target = away.get(edge.to) ?? edge.to
    if (!shown.has(source) || !shown.has(target) || source === target) return []
    const known = before.get(edge.id)
    const selected = selection.has(edge.id)
    const isWhole = source === edge.from && target === edge.to
    const drawn = { source, target, selected, lane: isWhole ? lanes[edge.id] : undefined }
    return [known !== undefined && isAsBefore(known, edge, drawn) ? known : flowEdge(edge, drawn)]
  })
}

/** What is drawn of an edge, beside what it is. */
interface Drawn {
  readonly source: string
  readonly target: string
  readonly selected: boolean
  readonly lane: Lane | undefined
}

function isAsBefore(known: FlowEdge, edge: CanvasEdge, { source, target, selected, lane }: Drawn): boolean {
  if (known.data?.edge !== edge || known.selected !== selected) return false
  return known.source === source && known.target === target && isSameLane(known.data.lane, lane)
}

function isSameLane(some: Lane | undefined, other: Lane | undefined): boolean {
  return some === other || JSON.stringify(some) === JSON.stringify(other)
}

function flowEdge(edge: CanvasEdge, { source, target, selected, lane }: Drawn): FlowEdge {
  return {
    id: edge.id,
    type: 'flow',
    source,
    sourceHandle: source === edge.from ? edge.port : 'out',
    target,
    selected,
    targetHandle: 'in',
    // Nobody writes the edges of triggers: they lead to whatever nothing else leads to.
    selectable: edge.kind !== 'trigger',
    deletable: edge.kind !== 'trigger',
    reconnectable: edge.kind !== 'trigger' && source === edge.from && target === edge.to,
    data: { edge, lane },
  }
}
