import { type Node, Position } from '@xyflow/react'
import type { CanvasNode } from '../model/canvas-node.ts'
import type { Size } from '../model/layout-file.ts'
import { isOpenScope } from './node-box.ts'
import type { PlacedNode, PlacedPart } from './placed-nodes.ts'
import { entryY, portPlaces } from './port-places.ts'

export interface NodeData extends Record<string, unknown> {
  readonly node: CanvasNode
  readonly parts: readonly PlacedPart[]
}

export type FlowNode = Node<NodeData, 'trigger' | 'node' | 'scope'>

/** What React Flow draws, made of the canvas. Whatever is as it was before is the same object, so that it is not drawn again. */
export function flowNodes(
  placed: readonly PlacedNode[],
  selection: ReadonlySet<string>,
  before: ReadonlyMap<string, FlowNode>,
): FlowNode[] {
  return placed.map((one) => {
    const known = before.get(one.node.key)
    const selected = selection.has(one.node.key)
    return known !== undefined && known.selected === selected && isAsBefore(known, one) ? known : flowNode(one, selected)
  })
}

function isAsBefore({ data, position, width, height, dragging }: FlowNode, { node, box, parts }: PlacedNode): boolean {
  if (data.node !== node || dragging === true) return dragging === true && data.node === node
  const isThere = position.x === box.x && position.y === box.y && width === box.width && height === box.height
  return isThere && data.parts.length === parts.length && data.parts.every(({ y }, index) => y === parts[index]?.y)
}

function flowNode({ node, box, parts }: PlacedNode, selected: boolean): FlowNode {
  const { x, y, width, height } = box
  return {
    id: node.key,
    type: isOpenScope(node) ? 'scope' : node.kind === 'trigger' ? 'trigger' : 'node',
    position: { x, y },
    width,
    height,
    // Known beforehand, so that a thousand nodes need not be drawn to be measured.
    measured: { width, height },
    handles: handlesOf(node, box),
    ...(node.parent !== undefined && { parentId: node.parent }),
    selected,
    data: { node, parts },
  }
}

function handlesOf(node: CanvasNode, size: Size): NonNullable<FlowNode['handles']> {
  const leaving = portPlaces(node, size).map(({ port, side, x, y }) => ({
    id: port.name,
    type: 'source' as const,
    position: side === 'right' ? Position.Right : Position.Bottom,
    x,
    y,
    width: 1,
    height: 1,
  }))
  if (node.kind === 'trigger') return leaving
  return [{ id: 'in', type: 'target', position: Position.Left, x: 0, y: entryY(node, size), width: 1, height: 1 }, ...leaving]
}
