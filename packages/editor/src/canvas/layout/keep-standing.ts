import type { LayoutChange } from '../../model/layout-change.ts'
import type { Point } from '../../model/layout-file.ts'
import type { Places } from './lay-out.ts'
import type { PlacedNode } from './placed-nodes.ts'

/**
 * With the first thing that somebody puts somewhere, all that stands beside it keeps its place too: what one does not touch does not move.
 * From then on it is arranged by hand, until it is tidied up.
 */
export function keepStanding(change: LayoutChange, placed: readonly PlacedNode[], places: Places): LayoutChange {
  const moved = change.nodes ?? {}
  const isPut = ({ node }: PlacedNode) => (moved[node.layoutKey] ?? null) !== null
  const rooms = new Set(placed.filter(isPut).map(({ node }) => node.parent))
  if (rooms.size === 0) return change
  const standing = placed.flatMap(({ node, box: { x, y } }): (readonly [string, Point])[] => {
    const isLoose = node.position === undefined && places[node.key] !== undefined && rooms.has(node.parent)
    return isLoose ? [[node.layoutKey, { x, y }]] : []
  })
  return { ...change, nodes: { ...Object.fromEntries(standing), ...moved } }
}
