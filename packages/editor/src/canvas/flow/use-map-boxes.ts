import { type InternalNode, type ReactFlowState, useStore } from '@xyflow/react'
import { useRef } from 'react'
import type { Box } from '../layout/node-box.ts'
import { boxPath, unitedBox } from './map-boxes.ts'

export interface MapBoxes {
  /** Paths: of what is not selected, and of what is. */
  readonly resting: string
  readonly selected: string
  readonly bounds: Box | undefined
}

interface Drawn {
  readonly nodes: readonly InternalNode[]
  readonly path: string
}

const nothing: Drawn = { nodes: [], path: '' }

/** What the map shows of the nodes. What is dragged is selected: all the others keep the path that they had. */
export function useMapBoxes(): MapBoxes {
  useStore(nodesOf)
  const lookup = useStore(lookupOf)
  const before = useRef(nothing)
  // A frame around others says nothing of where one is; a closed group stands for what is in it.
  const all = [...lookup.values()].filter(({ type, draggable }) => type !== 'group' || draggable !== false)
  const [selected, resting] = [all.filter((node) => node.selected === true), all.filter((node) => node.selected !== true)]
  before.current = drawnAnew(resting, before.current)
  return { resting: before.current.path, selected: pathOf(selected), bounds: boundsOf(all) }
}

const nodesOf = ({ nodes }: ReactFlowState) => nodes
const lookupOf = ({ nodeLookup }: ReactFlowState) => nodeLookup

function drawnAnew(nodes: readonly InternalNode[], before: Drawn): Drawn {
  const isSame = nodes.length === before.nodes.length && nodes.every((node, index) => node === before.nodes[index])
  return isSame ? before : { nodes, path: pathOf(nodes) }
}

function pathOf(nodes: readonly InternalNode[]): string {
  return nodes.map((node) => boxPath(boxOf(node))).join('')
}

function boundsOf(nodes: readonly InternalNode[]): Box | undefined {
  return nodes.map(boxOf).reduce<Box | undefined>((bounds, box) => (bounds === undefined ? box : unitedBox(bounds, box)), undefined)
}

function boxOf({ internals, measured }: InternalNode): Box {
  return { ...internals.positionAbsolute, width: measured.width ?? 0, height: measured.height ?? 0 }
}
