import type { Rect, Viewport } from '@xyflow/react'

/** How everything is shown at once: never larger than life. */
export const fit = { padding: 0.15, maxZoom: 1 } as const

const rim = 48
/** Smaller, names cannot be read: then the beginning is shown, and the rest is reached by moving. */
const leastZoom = 0.65

/** The view that a workflow opens with: all of it where that can be read, else where it begins. */
export function firstView({ x, y, width, height }: Rect, pane: Element | null): Viewport {
  const { clientWidth, clientHeight } = pane ?? { clientWidth: 800, clientHeight: 600 }
  const whole = Math.min((clientWidth - 2 * rim) / Math.max(width, 1), (clientHeight - 2 * rim) / Math.max(height, 1))
  const zoom = Math.max(leastZoom, Math.min(1, whole))
  const left = width * zoom <= clientWidth - 2 * rim ? (clientWidth - width * zoom) / 2 : rim
  const top = height * zoom <= clientHeight - 2 * rim ? (clientHeight - height * zoom) / 2 : rim
  return { x: left - x * zoom, y: top - y * zoom, zoom }
}
