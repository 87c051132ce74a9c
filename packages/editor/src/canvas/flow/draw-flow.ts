import type { Canvas } from '../../model/canvas.ts'
import type { Lanes, Places } from '../layout/lay-out.ts'
import { placeNodes } from '../layout/placed-nodes.ts'
import { type FlowEdge, flowEdges } from './flow-edges.ts'
import { type FlowNode, flowNodes } from './flow-nodes.ts'
import { standIns } from './group-frames.ts'

export interface Flow {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

interface Drawable {
  readonly canvas: Canvas
  readonly places: Places
  readonly lanes: Lanes
  readonly selection: ReadonlySet<string>
}

/** What React Flow shows of a canvas: the same objects wherever nothing has changed since `before`. */
export function drawFlow({ canvas, places, lanes, selection }: Drawable, before: Flow): Flow {
  const placed = placeNodes(canvas.nodes, places)
  const away = standIns(canvas.groups, placed)
  const known = new Map(before.nodes.map((node) => [node.id, node]))
  const nodes = flowNodes(canvas, placed, { away, selection, before: known })
  const shown = new Set(nodes.map(({ id }) => id))
  const knownEdges = new Map(before.edges.map((edge) => [edge.id, edge]))
  return { nodes, edges: flowEdges(canvas.edges, { lanes, shown, away, selection, before: knownEdges }) }
}
