import type { ReactFlowInstance } from '@xyflow/react'
import type { CanvasNode } from '../../model/canvas-node.ts'
import type { Home } from '../../model/changes/add-node.ts'
import type { Draft, Plan } from '../../model/changes/plan.ts'
import { unfoldAround } from '../../model/folding.ts'
import type { Point } from '../../model/layout-file.ts'
import type { Editor, EditorStore } from '../editor-store.ts'
import { type PlacedNode, placeNodes } from '../layout/placed-nodes.ts'
import { cornersOf, standIns } from './group-frames.ts'
import { reachNode } from './reach-node.ts'

/** What the hands on the canvas work with. */
export interface HandPorts {
  readonly store: EditorStore
  readonly flow: ReactFlowInstance
  act(label: string, plan: (draft: Draft) => Plan): Plan
}

/** The canvas as it is at the moment, for whoever changes it. */
export interface CanvasView {
  now(): Editor
  /** What is seen. */
  placed(): readonly PlacedNode[]
  /** What closed groups stand for, too. */
  placedAll(): readonly PlacedNode[]
  nodeOf(key: string | undefined): CanvasNode | undefined
  /** Of the nodes that are selected, in the order of the file. */
  chosen(): readonly CanvasNode[]
  homeOf(key: string | undefined): Home | undefined
  /** Where the corner is, on the whole canvas, that a node's place is counted from. */
  cornerAround(key: string): Point
  reach(key: string | undefined): void
}

export const noCorner: Point = { x: 0, y: 0 }

export function createCanvasView({ store, flow }: Pick<HandPorts, 'store' | 'flow'>): CanvasView {
  const now = store.getState
  const nodeOf = (key: string | undefined) => now().canvas.nodes.find((node) => node.key === key)
  const placedAll = () => placeNodes(now().canvas.nodes, now().places)
  const placed = () => {
    const all = placedAll()
    const away = standIns(now().canvas.groups, all)
    return away.size === 0 ? all : all.filter(({ node }) => !away.has(node.key))
  }
  return {
    now,
    placed,
    placedAll,
    nodeOf,
    chosen: () => now().canvas.nodes.filter(({ key }) => now().selection.has(key)),
    homeOf(key) {
      const node = nodeOf(key)
      return node?.parent !== undefined && node.part !== 'root' ? { scope: node.parent, part: node.part } : undefined
    },
    cornerAround: (key) => cornersOf(placed()).get(nodeOf(key)?.parent ?? '') ?? noCorner,
    reach(key) {
      const hidden = key === undefined ? undefined : unfoldAround(now().canvas, key)
      if (hidden !== undefined) now().changeLayout(hidden)
      reachNode(store, flow, key)
    },
  }
}
