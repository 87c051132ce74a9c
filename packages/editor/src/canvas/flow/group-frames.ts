import type { Canvas } from '../../model/canvas.ts'
import { groupKey } from '../../model/folding.ts'
import type { Point } from '../../model/layout-file.ts'
import { type Box, nodeSize } from '../layout/node-box.ts'
import type { PlacedNode } from '../layout/placed-nodes.ts'

export interface GroupFrame {
  readonly id: string
  readonly title: string
  readonly color?: string
  readonly isClosed: boolean
  /** Of the nodes in it, without what is inside these. */
  readonly keys: readonly string[]
  readonly box: Box
}

/** By key of a node that is not seen, the key of the closed group that stands for it. */
export type StandIns = ReadonlyMap<string, string>

const rim = 24
const head = 32
const none: StandIns = new Map()

/** Frames around the nodes that belong together, as far as these are seen; of a closed group a box in their place. */
export function groupFrames(groups: Canvas['groups'], placed: readonly PlacedNode[], away: StandIns = none): readonly GroupFrame[] {
  if (groups.length === 0) return []
  const corners = cornersOf(placed)
  return groups.flatMap(({ id, title, color, isCollapsed: isClosed, nodes }) => {
    const own = isClosed ? groupKey(id) : undefined
    const members = placed.filter(
      ({ node }) =>
        nodes.includes(node.layoutKey) && away.get(node.key) === own && (own === undefined || away.get(node.parent ?? '') !== own),
    )
    if (members.length === 0) return []
    const boxes = members.map(({ node, box }) => ({ ...box, ...corners.get(node.key) }))
    const frame = { id, title, ...(color !== undefined && { color }), isClosed, keys: members.map(({ node }) => node.key) }
    return [{ ...frame, box: isClosed ? closedBox(boxes) : boxAround(boxes) }]
  })
}

function boxAround(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x }) => x)) - rim
  const top = Math.min(...boxes.map(({ y }) => y)) - rim - head
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + rim
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + rim
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** In the middle of what it stands for, so that edges from all sides lead there. */
function closedBox(boxes: readonly Box[]): Box {
  const { x, y, width, height } = boxAround(boxes)
  const size = nodeSize({ ports: [] })
  return {
    ...size,
    x: Math.round((x + (width - size.width) / 2) / 8) * 8,
    y: Math.round((y + head / 2 + (height - size.height) / 2) / 8) * 8,
  }
}

/** The nodes of closed groups, with all that is inside them. */
export function standIns(groups: Canvas['groups'], placed: readonly PlacedNode[]): StandIns {
  const closed = groups.filter(({ isCollapsed }) => isCollapsed)
  if (closed.length === 0) return none
  const found = new Map<string, string>()
  for (const { node } of placed) {
    const group = closed.find(({ nodes }) => nodes.includes(node.layoutKey))
    const key = found.get(node.parent ?? '') ?? (group && groupKey(group.id))
    if (key !== undefined) found.set(node.key, key)
  }
  return found
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
