import type { DocumentEdge, DocumentNode, DocumentSection } from './document-node.ts'

export interface SectionOrder {
  /** Each node after all that lead to it; complete, but without meaning when there are cycles. */
  readonly order: readonly DocumentNode[]
  /** One for each edge that has to go before the section is free of cycles. */
  readonly cycles: readonly Cycle[]
}

/** Nodes that lead from one to the next and back to the first. */
export interface Cycle {
  readonly closedBy: DocumentEdge
  /** The first few, beginning with the node that `closedBy` leads to. */
  readonly nodes: readonly DocumentNode[]
  readonly length: number
}

const mostNamed = 8

/** Walks the edges of a section depth first, without recursion: a chain may be thousands of nodes long. */
export function orderSection(section: DocumentSection): SectionOrder {
  const depth = new Map<DocumentNode, number>()
  const done = new Set<DocumentNode>()
  const finished: DocumentNode[] = []
  const cycles: Cycle[] = []
  for (const start of section.nodes) {
    if (done.has(start)) continue
    const trail: { node: DocumentNode; edge: number }[] = [{ node: start, edge: 0 }]
    depth.set(start, 0)
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const edge = top.node.outgoing[top.edge++]
      if (edge === undefined) {
        done.add(top.node)
        finished.push(top.node)
        trail.pop()
      } else if (!done.has(edge.to)) {
        const from = depth.get(edge.to)
        if (from === undefined) {
          depth.set(edge.to, trail.length)
          trail.push({ node: edge.to, edge: 0 })
        } else {
          const nodes = trail.slice(from, from + mostNamed).map((step) => step.node)
          cycles.push({ closedBy: edge, nodes, length: trail.length - from })
        }
      }
    }
  }
  return { order: finished.reverse(), cycles }
}
