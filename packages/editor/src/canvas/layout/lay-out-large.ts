import type { CanvasEdge } from '../../model/canvas-edge.ts'
import type { Point } from '../../model/layout-file.ts'

export interface SizedNode {
  readonly key: string
  readonly width: number
  readonly height: number
}

const columnGap = 72
const rowGap = 32

/**
 * Lays a large graph out in columns: each node right of all that lead to it, level with them where there is room. Takes a hundredth of
 * the time of the careful layout, which at a thousand nodes would keep one waiting for what nobody sees as a whole.
 */
export function layOutLarge(nodes: readonly SizedNode[], edges: readonly CanvasEdge[]): readonly (SizedNode & Point)[] {
  const before = new Map<string, string[]>(nodes.map(({ key }) => [key, []]))
  for (const { from, to } of edges) if (before.has(from)) before.get(to)?.push(from)
  const columns = columnsOf(nodes, before)
  const middles = new Map<string, number>()
  const boxes: (SizedNode & Point)[] = []
  let x = 0
  for (const column of columns) {
    const wished = column.map((node) => ({ node, wish: mean((before.get(node.key) ?? []).map((key) => middles.get(key) ?? 0)) }))
    let bottom = Number.NEGATIVE_INFINITY
    for (const { node, wish } of wished.toSorted((a, b) => (a.wish ?? 0) - (b.wish ?? 0))) {
      const y = Math.max(bottom + rowGap, wish === undefined ? 0 : wish - node.height / 2)
      bottom = y + node.height
      middles.set(node.key, y + node.height / 2)
      boxes.push({ ...node, x, y })
    }
    x += Math.max(...column.map(({ width }) => width)) + columnGap
  }
  const top = Math.min(0, ...boxes.map(({ y }) => y))
  return boxes.map((box) => ({ ...box, y: box.y - top }))
}

/** By the longest way that leads to each. */
function columnsOf(nodes: readonly SizedNode[], before: ReadonlyMap<string, readonly string[]>): readonly (readonly SizedNode[])[] {
  const ranks = new Map<string, number>()
  const isOpen = new Set<string>()
  function rankOf(key: string): number {
    const known = ranks.get(key)
    // A circle is a mistake in the file; it is drawn all the same.
    if (known !== undefined || isOpen.has(key)) return known ?? 0
    isOpen.add(key)
    const rank = Math.max(-1, ...(before.get(key) ?? []).map(rankOf)) + 1
    isOpen.delete(key)
    ranks.set(key, rank)
    return rank
  }
  const columns: SizedNode[][] = []
  for (const node of nodes) {
    const rank = rankOf(node.key)
    const column = columns[rank] ?? []
    column.push(node)
    columns[rank] = column
  }
  return columns
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}
