import type { Canvas } from '../model/canvas.ts'
import type { Point } from '../model/layout-file.ts'
import type { Box } from './node-box.ts'
import type { PlacedNode } from './placed-nodes.ts'

export interface GroupFrame {
  readonly id: string
  readonly title: string
  readonly color?: string
  readonly box: Box
}

const rim = 24
const head = 32

/** Frames around the nodes that belong together, as far as these are seen. */
export function groupFrames(groups: Canvas['groups'], placed: readonly PlacedNode[]): readonly GroupFrame[] {
  if (groups.length === 0) return []
  const corners = cornersOf(placed)
  return groups.flatMap(({ id, title, color, nodes }) => {
    const members = placed.filter(({ node }) => nodes.includes(node.layoutKey))
    if (members.length === 0) return []
    const boxes = members.map(({ node, box }) => ({ ...box, ...corners.get(node.key) }))
    const left = Math.min(...boxes.map(({ x }) => x)) - rim
    const top = Math.min(...boxes.map(({ y }) => y)) - rim - head
    const right = Math.max(...boxes.map(({ x, width }) => x + width)) + rim
    const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + rim
    return [{ id, title, ...(color !== undefined && { color }), box: { x: left, y: top, width: right - left, height: bottom - top } }]
  })
}

/** Where nodes stand on the whole canvas: scopes stand before what is inside them. */
export function cornersOf(placed: readonly PlacedNode[]): ReadonlyMap<string, Point> {
  const corners = new Map<string, Point>()
  for (const { node, box } of placed) {
    const around = node.parent === undefined ? undefined : corners.get(node.parent)
    corners.set(node.key, { x: (around?.x ?? 0) + box.x, y: (around?.y ?? 0) + box.y })
  }
  return corners
}
