import type { CanvasNode } from '../../model/canvas-node.ts'
import type { Point, Size } from '../../model/layout-file.ts'

/** Where a node is drawn, from the corner of the scope that it stands in. */
export interface Box extends Point, Size {}

const nodeWidth = 224
const nodeHeight = 64
const rowHeight = 24

/** The head of a scope, its rim, and the line above a part of it that names it. */
export const scopeHead = 48
export const scopeRim = 24
export const partHead = 32
export const emptyPart: Size = { width: 288, height: 64 }

/** The size of a node, a trigger or a scope that is closed: known before anything is drawn, so that nothing need be measured. */
export function nodeSize({ ports }: Pick<CanvasNode, 'ports'>): Size {
  const rows = ports.filter(({ kind }) => kind === 'normal').length
  return { width: nodeWidth, height: Math.max(nodeHeight, rowHeight * rows + 16) }
}

/** Whether a scope is drawn around what is inside it. */
export function isOpenScope({ kind, isCollapsed }: Pick<CanvasNode, 'kind' | 'isCollapsed'>): boolean {
  return kind === 'scope' && !isCollapsed
}
