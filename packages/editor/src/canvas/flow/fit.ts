import type { Rect, Viewport } from '@xyflow/react'
import type { Point } from '../../model/layout-file.ts'

/** How everything is shown at once: never larger than life. */
export const fit = { padding: 0.08, maxZoom: 1 } as const

const rim = 32
/** As small as names can still be made out: a workflow that is wider is not shown whole. */
const leastWhole = 0.5
/** In which one reads with ease where it begins; the rest is reached by moving. */
const readable = 0.6

/** The view that a workflow opens with: all of it where that can be read, else where it begins. `start` is the middle of its first card. */
export function firstView({ x, y, width, height }: Rect, start: Point, pane: Element | null): Viewport {
  const { clientWidth, clientHeight } = pane ?? { clientWidth: 800, clientHeight: 600 }
  const [roomWidth, roomHeight] = [clientWidth - 2 * rim, clientHeight - 2 * rim]
  const whole = Math.min(roomWidth / Math.max(width, 1), roomHeight / Math.max(height, 1))
  const zoom = whole >= leastWhole ? Math.min(1, whole) : readable
  const left = width * zoom <= roomWidth ? (clientWidth - width * zoom) / 2 : rim
  // The first card stands in the middle, with no more room above the topmost one than at the rim.
  const top = height * zoom <= roomHeight ? (clientHeight - height * zoom) / 2 : Math.min(rim, clientHeight / 2 - (start.y - y) * zoom)
  return { x: left - x * zoom, y: top - y * zoom, zoom }
}
