import type { CanvasEdge } from '../../model/canvas-edge.ts'
import type { CanvasNode } from '../../model/canvas-node.ts'

/**
 * Whether a layout reads better upside down: what follows the upper ports of a node shall stand above what follows the lower ones, what
 * follows a failure below both, and what follows the same port in the order of the file. The careful layout looks at crossings alone, which
 * are as many either way.
 */
export function isUpsideDown(
  nodes: readonly CanvasNode[],
  edges: readonly CanvasEdge[],
  middleOf: (key: string) => number | undefined,
): boolean {
  const leaving = Map.groupBy(edges, ({ from }) => from)
  let balance = 0
  for (const { key, ports } of nodes) {
    const ordered = ports.toSorted((a, b) => Number(a.kind !== 'normal') - Number(b.kind !== 'normal')).map(({ name }) => name)
    const ends = (leaving.get(key) ?? []).flatMap(({ port, to }, index) => {
      const middle = middleOf(to)
      return middle === undefined ? [] : [{ port: ordered.indexOf(port), index, middle }]
    })
    for (const one of ends)
      for (const other of ends) if ((one.port - other.port || one.index - other.index) < 0) balance += Math.sign(one.middle - other.middle)
  }
  return balance > 0
}
