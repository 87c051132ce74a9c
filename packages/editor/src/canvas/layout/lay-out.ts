import { Graph, layout } from '@dagrejs/dagre'
import type { Canvas } from '../../model/canvas.ts'
import type { CanvasEdge } from '../../model/canvas-edge.ts'
import type { CanvasNode } from '../../model/canvas-node.ts'
import type { Point, Size } from '../../model/layout-file.ts'
import { type Lane, laneOf } from './edge-lane.ts'
import { layOutLarge, type SizedNode } from './lay-out-large.ts'
import { type Box, emptyPart, isOpenScope, nodeSize, partHead, scopeHead, scopeRim } from './node-box.ts'
import { isUpsideDown } from './turn-over.ts'

/** By key, from the corner of the scope around it. */
export type Places = Readonly<Record<string, Point>>

export interface LaidOut {
  readonly places: Places
  /** By id of the edge. */
  readonly lanes: Lanes
}

export type Lanes = Readonly<Record<string, Lane>>

/** Lays a workflow out from left to right: what is inside scopes first, then the scopes as boxes among the others. The same for the same canvas. */
export function layOut({ nodes, edges }: Pick<Canvas, 'nodes' | 'edges'>): LaidOut {
  const work = { rooms: Map.groupBy(nodes, ({ parent, part }) => roomOf(parent, part)), edges, places: {}, lanes: {} }
  arrange(work.rooms.get(roomOf(undefined, 'root')) ?? [], work, { x: 0, y: 0 })
  return { places: work.places, lanes: work.lanes }
}

interface Work {
  readonly rooms: ReadonlyMap<string, readonly CanvasNode[]>
  readonly edges: readonly CanvasEdge[]
  readonly places: Record<string, Point>
  readonly lanes: Record<string, Lane>
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
  const careful = sized.length > mostCareful ? undefined : turnedRight(nodes, layOutCarefully(sized, work.edges), work.edges)
  const boxes = careful?.boxes ?? layOutLarge(sized, work.edges)
  for (const { key, x, y } of boxes) work.places[key] = { x: onGrid(corner.x + x), y: onGrid(corner.y + y) }
  if (careful !== undefined) keepLanes(nodes, careful, work, corner)
  return { width: Math.max(...boxes.map(({ x, width }) => x + width)), height: Math.max(...boxes.map(({ y, height }) => y + height)) }
}

interface Careful {
  readonly boxes: readonly (SizedNode & Point)[]
  /** By id of the edge, the points that are free for it. */
  readonly ways: ReadonlyMap<string, readonly Point[]>
}

function layOutCarefully(nodes: readonly SizedNode[], edges: readonly CanvasEdge[]): Careful {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 72, edgesep: 16, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height })
  for (const { id, from, to } of edges) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, id)
  layout(graph)
  const boxes = nodes.map((node) => {
    const { x, y } = graph.node(node.key) as Point // As it was laid out: its middle.
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 }
  })
  const ways = graph.edges().map((edge) => [edge.name ?? '', (graph.edge(edge) as { points: readonly Point[] }).points] as const) // As above.
  return { boxes, ways: new Map(ways) }
}

function turnedRight(nodes: readonly CanvasNode[], careful: Careful, edges: readonly CanvasEdge[]): Careful {
  const { boxes, ways } = careful
  const middles = new Map(boxes.map(({ key, y, height }) => [key, y + height / 2]))
  if (!isUpsideDown(nodes, edges, (key) => middles.get(key))) return careful
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height))
  return {
    boxes: boxes.map((box) => ({ ...box, y: bottom - box.y - box.height })),
    ways: new Map([...ways].map(([id, points]) => [id, points.map(({ x, y }) => ({ x, y: bottom - y }))])),
  }
}

/** Notes which way each edge of a room has for itself, so that none runs behind a card. */
function keepLanes(nodes: readonly CanvasNode[], { boxes, ways }: Careful, { edges, places, lanes }: Work, corner: Point): void {
  // The layout puts the middles of a column onto one line.
  const columns = Map.groupBy(boxes, middleOf)
  const columnAt = (middle: number) => {
    const column = columns.get(Math.round(middle))?.map(({ key, width }) => ({ left: places[key]?.x ?? 0, width }))
    return (
      column && { left: Math.min(...column.map(({ left }) => left)), right: Math.max(...column.map(({ left, width }) => left + width)) }
    )
  }
  const cards = new Map(nodes.map((node, index) => [node.key, { node, ...noBox, ...boxes[index], ...places[node.key] }]))
  const middles = new Map(boxes.map((box) => [box.key, middleOf(box)]))
  for (const edge of edges) {
    const [from, to] = [cards.get(edge.from), cards.get(edge.to)]
    const [start, end] = [middles.get(edge.from) ?? 0, middles.get(edge.to) ?? 0]
    const [first, last] = [columnAt(start), columnAt(end)]
    if (from === undefined || to === undefined || first === undefined || last === undefined || end <= start) continue
    const between = (ways.get(edge.id) ?? []).flatMap(({ x, y }) => {
      const column = x > start + 1 && x < end - 1 ? columnAt(x) : undefined
      return column === undefined ? [] : [{ ...column, y: corner.y + y }]
    })
    const lane = laneOf(edge, { from, to }, { first, between, last })
    if (lane !== undefined) lanes[edge.id] = lane
  }
}

const noBox = { x: 0, y: 0, width: 0, height: 0 }

function middleOf({ x, width }: Pick<Box, 'x' | 'width'>): number {
  return Math.round(x + width / 2)
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
