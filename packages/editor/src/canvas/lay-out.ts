import { Graph, layout } from '@dagrejs/dagre'
import type { Canvas } from '../model/canvas.ts'
import type { CanvasEdge } from '../model/canvas-edge.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import type { Point, Size } from '../model/layout-file.ts'
import { layOutLarge, type SizedNode } from './lay-out-large.ts'
import { emptyPart, isOpenScope, nodeSize, partHead, scopeHead, scopeRim } from './node-box.ts'

/** By key, from the corner of the scope around it. */
export type Places = Readonly<Record<string, Point>>

/** Lays a workflow out from left to right: what is inside scopes first, then the scopes as boxes among the others. The same for the same canvas. */
export function layOut({ nodes, edges }: Pick<Canvas, 'nodes' | 'edges'>): Places {
  const places: Record<string, Point> = {}
  const rooms = Map.groupBy(nodes, ({ parent, part }) => roomOf(parent, part))
  arrange(rooms.get(roomOf(undefined, 'root')) ?? [], { rooms, edges, places }, { x: 0, y: 0 })
  return places
}

interface Work {
  readonly rooms: ReadonlyMap<string, readonly CanvasNode[]>
  readonly edges: readonly CanvasEdge[]
  readonly places: Record<string, Point>
}

function roomOf(parent: string | undefined, part: string): string {
  return `${parent ?? ''} ${part}`
}

/** More at once are laid out in the simple way. */
const mostCareful = 250

/** Places what stands in one part of one scope, and answers how much room that takes. */
function arrange(nodes: readonly CanvasNode[], work: Work, corner: Point): Size {
  if (nodes.length === 0) return emptyPart
  const sized = nodes.map((node) => ({ key: node.key, ...sizeOf(node, work) }))
  const boxes = (sized.length > mostCareful ? layOutLarge : layOutCarefully)(sized, work.edges)
  for (const { key, x, y } of boxes) work.places[key] = { x: onGrid(corner.x + x), y: onGrid(corner.y + y) }
  return { width: Math.max(...boxes.map(({ x, width }) => x + width)), height: Math.max(...boxes.map(({ y, height }) => y + height)) }
}

function layOutCarefully(nodes: readonly SizedNode[], edges: readonly CanvasEdge[]): readonly (SizedNode & Point)[] {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 72, edgesep: 16, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height })
  for (const { id, from, to } of edges) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, id)
  layout(graph)
  return nodes.map((node) => {
    const { x, y } = graph.node(node.key) as Point // As it was laid out: its middle.
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 }
  })
}

function sizeOf(node: CanvasNode, work: Work): Size {
  if (!isOpenScope(node)) return nodeSize(node)
  let y = scopeHead + scopeRim
  let width = emptyPart.width
  for (const part of node.parts) {
    if (node.parts.length > 1) y += partHead
    const size = arrange(work.rooms.get(roomOf(node.key, part)) ?? [], work, { x: scopeRim, y })
    width = Math.max(width, size.width)
    y += size.height + scopeRim
  }
  return { width: width + 2 * scopeRim, height: y }
}

function onGrid(value: number): number {
  return Math.round(value / 8) * 8
}
