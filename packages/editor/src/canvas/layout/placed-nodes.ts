import type { CanvasNode } from '../../model/canvas-node.ts'
import { makeRoom } from '../../model/layout/make-room.ts'
import type { Point, Size } from '../../model/layout-file.ts'
import type { Places } from './lay-out.ts'
import { type Box, emptyPart, isOpenScope, nodeSize, partHead, scopeHead, scopeRim } from './node-box.ts'

export interface PlacedPart {
  readonly part: CanvasNode['part']
  readonly y: number
  readonly height: number
}

export interface PlacedNode {
  readonly node: CanvasNode
  readonly box: Box
  /** Of an open scope. */
  readonly parts: readonly PlacedPart[]
}

/** Until the automatic layout has come. */
const start: Point = { x: scopeRim, y: scopeHead + scopeRim }

/** Every node that is seen, with its box: a scope before what is inside it, closed ones without it. */
export function placeNodes(nodes: readonly CanvasNode[], auto: Places): readonly PlacedNode[] {
  const inside = Map.groupBy(
    nodes.filter(({ parent }) => parent !== undefined),
    ({ parent }) => parent,
  )
  const sizes = new Map<string, Size & { readonly parts: readonly PlacedPart[] }>()
  const places = new Map<string, Point>()
  // Scopes stand before what is inside them, so from the end each one's content is known before its own turn.
  for (const node of nodes.toReversed()) {
    const content = inside.get(node.key) ?? []
    settle(content)
    const boxes = content.map((one) => ({ node: one, box: boxOf(one) }))
    sizes.set(node.key, sizeOf(node, boxes))
  }
  settle(nodes.filter(({ parent }) => parent === undefined))
  function settle(beside: readonly CanvasNode[]): void {
    const all = beside.map((node) => ({ ...boxOf(node), key: node.key, position: node.position, auto: auto[node.key] ?? start }))
    for (const [key, place] of Object.entries(makeRoom(all))) places.set(key, place)
  }
  function boxOf(node: CanvasNode): Box {
    const { x, y } = node.position ?? places.get(node.key) ?? auto[node.key] ?? start
    const { width, height } = sizes.get(node.key) ?? nodeSize(node)
    return { x, y, width, height }
  }
  const closed = new Set<string>()
  return nodes.flatMap((node) => {
    const isHidden = node.parent !== undefined && closed.has(node.parent)
    if (isHidden || (node.kind === 'scope' && node.isCollapsed)) closed.add(node.key)
    return isHidden ? [] : [{ node, box: boxOf(node), parts: sizes.get(node.key)?.parts ?? [] }]
  })
}

function sizeOf(
  node: CanvasNode,
  content: readonly { readonly node: CanvasNode; readonly box: Box }[],
): Size & { parts: readonly PlacedPart[] } {
  if (!isOpenScope(node)) return { ...nodeSize(node), parts: [] }
  const parts: PlacedPart[] = []
  let y = scopeHead
  let width = emptyPart.width + 2 * scopeRim
  for (const part of node.parts) {
    const boxes = content.filter((one) => one.node.part === part).map(({ box }) => box)
    const head = (node.parts.length > 1 ? partHead : 0) + (y === scopeHead ? scopeRim : 0)
    const end = Math.max(y + head + emptyPart.height, ...boxes.map((box) => box.y + box.height))
    width = Math.max(width, ...boxes.map((box) => box.x + box.width + scopeRim))
    parts.push({ part, y, height: end + scopeRim - y })
    y = end + scopeRim
  }
  return { width, height: y, parts }
}
