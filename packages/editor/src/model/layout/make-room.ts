import type { Point, Size } from '../layout-file.ts'
import { type Box, type Moves, onGrid } from './arrange-boxes.ts'

/** Something to be placed. */
export interface Placeable extends Size {
  readonly key: string
  /** Where somebody has put it: it stays there. */
  readonly position?: Point | undefined
  /** Where the automatic layout would put it if nobody had placed anything. */
  readonly auto: Point
}

/** Between what is placed by itself and whatever stands in its way. */
const gap = 32

/**
 * Places what nobody has placed, in one section: as the automatic layout has it, from the nearest neighbour that somebody has put elsewhere,
 * and further down where something stands already. The same for the same input.
 */
export function makeRoom(all: readonly Placeable[]): Moves {
  const settled: Box[] = []
  const fixed = all.filter(({ position }) => position !== undefined)
  for (const { key, position, width, height } of fixed) if (position !== undefined) settled.push({ key, ...position, width, height })
  if (fixed.length === 0) return Object.fromEntries(all.map(({ key, auto }) => [key, auto]))
  const places: Record<string, Point> = {}
  const rest = all.filter(({ position }) => position === undefined)
  for (const one of rest.toSorted((a, b) => a.auto.x - b.auto.x || a.auto.y - b.auto.y || (a.key < b.key ? -1 : 1))) {
    const { key, width, height } = one
    const box = freePlace({ key, ...beside(one, fixed), width, height }, settled)
    settled.push(box)
    places[key] = { x: box.x, y: box.y }
  }
  return places
}

function beside({ auto }: Placeable, fixed: readonly Placeable[]): Point {
  const distance = (one: Placeable) => Math.abs(one.auto.x - auto.x) + Math.abs(one.auto.y - auto.y)
  const nearest = fixed.reduce((best, one) => (distance(one) < distance(best) ? one : best))
  const { x, y } = nearest.position ?? nearest.auto
  return { x: onGrid(x + auto.x - nearest.auto.x), y: onGrid(y + auto.y - nearest.auto.y) }
}

/** Below whatever stands there. */
function freePlace(box: Box, settled: readonly Box[]): Box {
  const below = settled.filter((other) => other.x < box.x + box.width && box.x < other.x + other.width).toSorted((a, b) => a.y - b.y)
  let { y } = box
  for (const other of below) if (other.y < y + box.height && y < other.y + other.height) y = onGrid(other.y + other.height + gap + 3.5)
  return { ...box, y }
}
