import { type Node, Position } from '@xyflow/react'
import type { Canvas } from '../../model/canvas.ts'
import type { CanvasNode } from '../../model/canvas-node.ts'
import { groupKey } from '../../model/folding.ts'
import type { Note, Size } from '../../model/layout-file.ts'
import { isOpenScope } from '../layout/node-box.ts'
import type { PlacedNode, PlacedPart } from '../layout/placed-nodes.ts'
import { entryY, portPlaces } from '../layout/port-places.ts'
import { type GroupFrame, groupFrames, type StandIns } from './group-frames.ts'

export interface NodeData extends Record<string, unknown> {
  readonly node: CanvasNode
  readonly parts: readonly PlacedPart[]
}

export type CardNode = Node<NodeData, 'trigger' | 'node' | 'scope'>
export type NoteNode = Node<{ readonly noteId: string; readonly note: Note }, 'note'>
export type GroupNode = Node<{ readonly group: GroupFrame }, 'group'>
export type FlowNode = CardNode | NoteNode | GroupNode

type Known = ReadonlyMap<string, FlowNode>

/** What React Flow draws, made of the canvas. Whatever is as it was before is the same object, so that it is not drawn again. */
export function flowNodes(
  { notes, groups }: Pick<Canvas, 'notes' | 'groups'>,
  placed: readonly PlacedNode[],
  { away, selection, before }: Drawing,
): FlowNode[] {
  const seen = away.size === 0 ? placed : placed.filter(({ node }) => !away.has(node.key))
  return [
    ...groupFrames(groups, placed, away).map((frame) => groupNode(frame, selection, before)),
    ...notes.map(({ id, ...note }) => noteNode(id, note, selection, before)),
    ...seen.map((one) => cardNode(one, selection, before)),
  ]
}

interface Drawing {
  readonly away: StandIns
  readonly selection: ReadonlySet<string>
  readonly before: Known
}

function cardNode(one: PlacedNode, selection: ReadonlySet<string>, before: Known): FlowNode {
  const known = before.get(one.node.key)
  const selected = selection.has(one.node.key)
  return known !== undefined && known.selected === selected && isAsBefore(known, one) ? known : flowNode(one, selected)
}

function isAsBefore(known: FlowNode, { node, box, parts }: PlacedNode): boolean {
  if (known.type === 'note' || known.type === 'group' || known.data.node !== node) return false
  const { data, position, width, height, dragging } = known
  if (dragging === true) return true
  const isThere = position.x === box.x && position.y === box.y && width === box.width && height === box.height
  return isThere && data.parts.length === parts.length && data.parts.every(({ y }, index) => y === parts[index]?.y)
}

function flowNode({ node, box, parts }: PlacedNode, selected: boolean): CardNode {
  const { x, y, width, height } = box
  return {
    id: node.key,
    type: isOpenScope(node) ? 'scope' : node.kind === 'trigger' ? 'trigger' : 'node',
    position: { x, y },
    width,
    height,
    // Known beforehand, so that a thousand nodes need not be drawn to be measured.
    measured: { width, height },
    handles: handlesOf(node, box),
    ...(node.parent !== undefined && { parentId: node.parent }),
    selected,
    data: { node, parts },
  }
}

function handlesOf(node: CanvasNode, size: Size): NonNullable<CardNode['handles']> {
  const leaving = portPlaces(node, size).map(({ port, side, x, y }) => ({
    id: port.name,
    type: 'source' as const,
    position: side === 'right' ? Position.Right : Position.Bottom,
    x,
    y,
    width: 1,
    height: 1,
  }))
  if (node.kind === 'trigger') return leaving
  return [{ id: 'in', type: 'target', position: Position.Left, x: 0, y: entryY(node, size), width: 1, height: 1 }, ...leaving]
}

/** Notes have keys of their own: a node may have the same id. */
export function noteKey(id: string): string {
  return `note:${id}`
}

export function isNoteKey(key: string): boolean {
  return key.startsWith('note:')
}

function noteNode(noteId: string, note: Note, selection: ReadonlySet<string>, before: Known): NoteNode {
  const id = noteKey(noteId)
  const known = before.get(id)
  const selected = selection.has(id)
  if (known?.type === 'note' && known.selected === selected && (known.dragging === true || isSameNote(known.data.note, note))) return known
  const { x, y, width, height } = note
  return { id, type: 'note', position: { x, y }, width, height, measured: { width, height }, zIndex: -1, selected, data: { noteId, note } }
}

function isSameNote(some: Note, other: Note): boolean {
  return JSON.stringify(some) === JSON.stringify(other)
}

function groupNode(group: GroupFrame, selection: ReadonlySet<string>, before: Known): GroupNode {
  const id = groupKey(group.id)
  const known = before.get(id)
  const selected = group.isClosed && group.keys.every((key) => selection.has(key))
  if (known?.type === 'group' && known.selected === selected && JSON.stringify(known.data.group) === JSON.stringify(group)) return known
  const { x, y, width, height } = group.box
  const size = { width, height, measured: { width, height } }
  const node = { id, type: 'group' as const, position: { x, y }, ...size, selectable: false, selected, data: { group } }
  if (!group.isClosed) return { ...node, zIndex: -2, draggable: false }
  const handle = { y: height / 2, width: 1, height: 1 }
  const leaving = { ...handle, id: 'out', type: 'source' as const, position: Position.Right, x: width }
  return { ...node, handles: [{ ...handle, id: 'in', type: 'target', position: Position.Left, x: 0 }, leaving] }
}
