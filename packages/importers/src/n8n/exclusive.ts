import { type Graph, inOrder } from './graph.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'

/** Which way was taken where ways part, on every path to a place. */
type Ways = ReadonlyMap<N8nNode | 'start', unknown>

const none: Ways = new Map()

/** Says of edges whether at most one of them can be taken. The graph must have no cycle; `starts` are edges from triggers. */
export function createExclusiveness(graph: Graph, starts: readonly N8nEdge[]): (edges: readonly N8nEdge[]) => boolean {
  const waysTo = new Map<N8nNode, Ways>()
  const startsTo = Map.groupBy(starts, ({ to }) => to)
  const along = (edge: N8nEdge): Ways => {
    const before = waysTo.get(edge.from)
    // A trigger is no node of the graph: which of them started is a way, too.
    if (before === undefined) return new Map([['start' as const, edge.from]])
    return parts(edge.from) ? new Map([...before, [edge.from, edge.output]]) : before
  }
  for (const node of inOrder(graph)) {
    const arriving = [...graph.to(node), ...(startsTo.get(node) ?? [])]
    const [first, ...others] = arriving.map(along)
    waysTo.set(node, others.reduce(common, first ?? none))
  }
  return (edges) => {
    const ways = edges.map(along)
    return ways.every((one, index) => ways.slice(index + 1).every((other) => isApart(one, other)))
  }
}

/** Nodes that leave by one of several ports, for one item. */
function parts({ type, onError }: N8nNode): boolean {
  return type === 'if' || type === 'switch' || type === 'filter' || onError === 'output'
}

function common(one: Ways, other: Ways): Ways {
  return new Map([...one].filter(([node, way]) => other.get(node) === way))
}

function isApart(one: Ways, other: Ways): boolean {
  return [...one].some(([node, way]) => other.has(node) && other.get(node) !== way)
}
