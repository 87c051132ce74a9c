import { type Edge, type Node, Position } from '@xyflow/react'
import type { Lane } from '../canvas/layout/edge-lane.ts'
import type { LaidOut } from '../canvas/layout/lay-out.ts'
import { isOpenScope } from '../canvas/layout/node-box.ts'
import { type PlacedPart, placeNodes } from '../canvas/layout/placed-nodes.ts'
import { entryY, portPlaces } from '../canvas/layout/port-places.ts'
import type { CanvasEdge } from '../model/canvas-edge.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import type { ComparedVersions, Mark } from '../model/versions/compare-versions.ts'

export interface ComparedData extends Record<string, unknown> {
  readonly node: CanvasNode
  readonly parts: readonly PlacedPart[]
  readonly mark: Mark | undefined
}

export interface ComparedEdgeData extends Record<string, unknown> {
  readonly edge: CanvasEdge
  readonly lane: Lane | undefined
  readonly mark: Mark | undefined
}

export type ComparedNode = Node<ComparedData, 'card' | 'scope'>
export type ComparedEdge = Edge<ComparedEdgeData, 'compared'>

/** What React Flow draws of two versions. */
export function comparedFlow(
  { canvas, marks }: ComparedVersions,
  { places, lanes }: LaidOut,
): { nodes: ComparedNode[]; edges: ComparedEdge[] } {
  const nodes = placeNodes(canvas.nodes, places).map(({ node, box: { x, y, width, height }, parts }): ComparedNode => {
    const size = { width, height }
    const leaving = portPlaces(node, size).map(({ port, side, ...at }) => ({
      ...{ id: port.name, type: 'source' as const, position: side === 'right' ? Position.Right : Position.Bottom },
      ...{ ...at, width: 1, height: 1 },
    }))
    const entry = { id: 'in', type: 'target' as const, position: Position.Left, x: 0, y: entryY(node, size), width: 1, height: 1 }
    return {
      id: node.key,
      type: isOpenScope(node) ? 'scope' : 'card',
      position: { x, y },
      ...size,
      measured: size,
      handles: node.kind === 'trigger' ? leaving : [entry, ...leaving],
      ...(node.parent !== undefined && { parentId: node.parent }),
      data: { node, parts, mark: marks.get(node.key) },
    }
  })
  const edges = canvas.edges.map(
    (edge): ComparedEdge => ({
      ...{ id: edge.id, type: 'compared', source: edge.from, sourceHandle: edge.port, target: edge.to, targetHandle: 'in' },
      data: { edge, lane: lanes[edge.id], mark: marks.get(edge.id) },
    }),
  )
  return { nodes, edges }
}
