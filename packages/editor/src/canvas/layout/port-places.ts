import type { CanvasNode, Port } from '../../model/canvas-node.ts'
import type { Size } from '../../model/layout-file.ts'
import { isOpenScope, scopeHead } from './node-box.ts'

export interface PortPlace {
  readonly port: Port
  readonly side: 'right' | 'bottom'
  readonly x: number
  readonly y: number
}

/** Where edges leave a node: normal ports at its right, what goes wrong at its foot. */
export function portPlaces(node: CanvasNode, { width, height }: Size): readonly PortPlace[] {
  const normal = node.ports.filter(({ kind }) => kind === 'normal')
  const rim = isOpenScope(node) ? scopeHead : height
  const failures = node.ports.filter(({ kind }) => kind !== 'normal')
  return [
    ...normal.map((port, index): PortPlace => ({ port, side: 'right', x: width, y: ((index + 0.5) * rim) / normal.length })),
    ...failures.map((port, index): PortPlace => ({ port, side: 'bottom', x: width - 24 - index * 40, y: height })),
  ]
}

/** Where edges arrive. */
export function entryY(node: CanvasNode, { height }: Size): number {
  return (isOpenScope(node) ? scopeHead : height) / 2
}
