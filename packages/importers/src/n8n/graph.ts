import type { N8nEdge, N8nNode } from './n8n-workflow.ts'

/** Nodes and the edges between them. Every change gives a new one. */
export interface Graph {
  readonly nodes: readonly N8nNode[]
  readonly edges: readonly N8nEdge[]
  from(node: N8nNode): readonly N8nEdge[]
  to(node: N8nNode): readonly N8nEdge[]
}

export function createGraph(nodes: readonly N8nNode[], edges: readonly N8nEdge[]): Graph {
  const from = Map.groupBy(edges, (edge) => edge.from)
  const to = Map.groupBy(edges, (edge) => edge.to)
  return { nodes, edges, from: (node) => from.get(node) ?? [], to: (node) => to.get(node) ?? [] }
}

/** The part of the graph between these nodes. */
export function within(graph: Graph, nodes: ReadonlySet<N8nNode>): Graph {
  return createGraph(
    graph.nodes.filter((node) => nodes.has(node)),
    graph.edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)),
  )
}

/** Every node that a path leads to from these, themselves included; no path leads on from `stop`. */
export function reachable(graph: Graph, starts: readonly N8nNode[], stop?: N8nNode): ReadonlySet<N8nNode> {
  const reached = new Set<N8nNode>()
  const open = [...starts]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached.has(node) || node === stop) continue
    reached.add(node)
    for (const { to } of graph.from(node)) open.push(to)
  }
  return reached
}

/** Takes a node out and joins the edges that led to it with those that left it. */
export function spliced(graph: Graph, node: N8nNode): Graph {
  const onward = graph.from(node).filter(({ to }) => to !== node)
  const edges = graph.edges.flatMap((edge) => {
    if (edge.from === node) return []
    if (edge.to !== node) return [edge]
    return onward.map(({ to, input }) => ({ ...edge, to, input }))
  })
  return createGraph(
    graph.nodes.filter((one) => one !== node),
    edges,
  )
}

/** The edges that lead back to where a path came from: without them there is no cycle. */
export function backEdges(graph: Graph): ReadonlySet<N8nEdge> {
  const back = new Set<N8nEdge>()
  const state = new Map<N8nNode, 'open' | 'done'>()
  const starts = [...graph.nodes.filter((node) => graph.to(node).length === 0), ...graph.nodes]
  for (const start of starts) {
    if (state.has(start)) continue
    const path: { node: N8nNode; next: number }[] = [{ node: start, next: 0 }]
    state.set(start, 'open')
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = graph.from(top.node)[top.next++]
      if (edge === undefined) {
        state.set(top.node, 'done')
        path.pop()
      } else if (state.get(edge.to) === 'open') back.add(edge)
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open')
        path.push({ node: edge.to, next: 0 })
      }
    }
  }
  return back
}

/** An order in which every node stands behind those that lead to it. The graph must have no cycle. */
export function inOrder(graph: Graph): readonly N8nNode[] {
  const waiting = new Map(graph.nodes.map((node) => [node, graph.to(node).length]))
  const ready = graph.nodes.filter((node) => waiting.get(node) === 0)
  const ordered: N8nNode[] = []
  // Depth first, so that a branch stands together in the file.
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    ordered.push(node)
    const freed: N8nNode[] = []
    for (const { to } of graph.from(node)) {
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0) freed.push(to)
    }
    ready.unshift(...freed)
  }
  return ordered
}
