import type { Home } from '../../model/changes/add-node.ts'
import type { Point } from '../../model/layout-file.ts'
import { isOpenScope, scopeHead } from '../layout/node-box.ts'
import type { PlacedNode } from '../layout/placed-nodes.ts'
import { cornersOf } from './group-frames.ts'

export interface DropPlace {
  readonly home: Home | undefined
  /** Where the scope's corner is, on the whole canvas. */
  readonly corner: Point
  /** The layout key of the scope; empty for the canvas itself. */
  readonly around: string
}

/** The innermost scope that a point of the canvas lies in, and in which part of it. `without` are keys of what is dragged. */
export function dropHome(placed: readonly PlacedNode[], point: Point, without: ReadonlySet<string> = new Set()): DropPlace {
  const corners = cornersOf(placed)
  const skipped = new Set<string>()
  let found: DropPlace = { home: undefined, corner: { x: 0, y: 0 }, around: '' }
  for (const { node, box, parts } of placed) {
    const isDragged = without.has(node.key) || (node.parent !== undefined && skipped.has(node.parent))
    if (isDragged) skipped.add(node.key)
    const corner = corners.get(node.key)
    if (isDragged || corner === undefined || !isOpenScope(node)) continue
    const inside = { x: point.x - corner.x, y: point.y - corner.y }
    if (inside.x < 0 || inside.x > box.width || inside.y < scopeHead || inside.y > box.height) continue
    const part = parts.findLast(({ y }) => inside.y >= y)?.part ?? 'body'
    if (part !== 'root') found = { home: { scope: node.key, part }, corner, around: node.layoutKey }
  }
  return found
}
