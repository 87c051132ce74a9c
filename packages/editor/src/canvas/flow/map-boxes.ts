import type { ReactFlowState } from '@xyflow/react'
import type { Box } from '../layout/node-box.ts'

/** The part of the canvas that is seen. */
export function shownBox({ transform: [x, y, zoom], width, height }: Pick<ReactFlowState, 'transform' | 'width' | 'height'>): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
}

/** The least box around both. */
export function unitedBox(some: Box, other: Box): Box {
  const [x, y] = [Math.min(some.x, other.x), Math.min(some.y, other.y)]
  const right = Math.max(some.x + some.width, other.x + other.width)
  const bottom = Math.max(some.y + some.height, other.y + other.height)
  return { x, y, width: right - x, height: bottom - y }
}

/** With a rim of a twentieth. */
export function enlarged({ x, y, width, height }: Box): Box {
  const rim = Math.max(width, height) / 20
  return { x: x - rim, y: y - rim, width: width + 2 * rim, height: height + 2 * rim }
}

/** What the map shows beside it, where its shape is another one. */
export function farAround({ x, y, width, height }: Box): Box {
  const far = 10 * Math.max(width, height)
  return { x: x - far, y: y - far, width: width + 2 * far, height: height + 2 * far }
}

/** As `d` of a path has it: one path for all boxes, for a thousand elements would be painted anew at each move of one of them. */
export function boxPath({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`
}

/** As `viewBox` has it. */
export function boxText({ x, y, width, height }: Box): string {
  return `${x} ${y} ${width} ${height}`
}
