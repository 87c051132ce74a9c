import type { Canvas } from '../../model/canvas.ts'
import type { CanvasEdge } from '../../model/canvas-edge.ts'
import type { Point } from '../../model/layout-file.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/** The node that an arrow key leads to: along an edge where there is one, else the nearest in that direction. */
export function walk(
  { edges }: { readonly edges: readonly Pick<CanvasEdge, 'from' | 'to'>[] },
  corners: ReadonlyMap<string, Point>,
  from: string,
  direction: Direction,
): string | undefined {
  const joined = edges.flatMap((edge) => {
    if (direction === 'right' && edge.from === from) return [edge.to]
    return direction === 'left' && edge.to === from ? [edge.from] : []
  })
  return joined.find((key) => corners.has(key)) ?? nearest(corners, from, direction)
}

/** What lies straight ahead counts for more than what lies aside. */
function nearest(corners: ReadonlyMap<string, Point>, from: string, direction: Direction): string | undefined {
  const here = corners.get(from)
  if (here === undefined) return undefined
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [key, { x, y }] of corners) {
    const ahead = { left: here.x - x, right: x - here.x, up: here.y - y, down: y - here.y }[direction]
    const aside = Math.abs(direction === 'left' || direction === 'right' ? y - here.y : x - here.x)
    const cost = ahead + 2 * aside
    if (key === from || ahead <= 0 || cost >= least) continue
    best = key
    least = cost
  }
  return best
}

/** Everything that comes before or after a node along the edges. */
export function alongEdges({ edges }: Pick<Canvas, 'edges'>, from: string, direction: 'left' | 'right'): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [from]
  for (let key = open.pop(); key !== undefined; key = open.pop())
    for (const edge of edges) {
      const next = direction === 'right' ? (edge.from === key ? edge.to : undefined) : edge.to === key ? edge.from : undefined
      if (next === undefined || found.has(next)) continue
      found.add(next)
      open.push(next)
    }
  return found
}
