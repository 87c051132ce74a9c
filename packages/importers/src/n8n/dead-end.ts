import { createGraph, type Graph } from './graph.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'

/** Puts a node that fails in the place of an edge that cannot be: an execution that takes that way must not seem to have ended well. */
export function withDeadEnd(graph: Graph, edge: N8nEdge, why: string): { readonly graph: Graph; readonly end: N8nNode } {
  const end: N8nNode = {
    name: freeName(graph, `To ${edge.to.name}`),
    type: 'stopAndError',
    version: 1,
    parameters: { errorMessage: `In n8n an edge led from here to "${edge.to.name}". It was not imported: ${why}.` },
    credentials: [],
    disabled: false,
    onError: 'stop',
    retry: undefined,
    notes: undefined,
    executeOnce: false,
    alwaysOutputData: false,
  }
  const edges = graph.edges.map((one) => (one === edge ? { ...edge, to: end, input: 0 } : one))
  return { graph: createGraph([...graph.nodes, end], edges), end }
}

function freeName(graph: Graph, name: string): string {
  const taken = new Set(graph.nodes.map((node) => node.name))
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${name} (${count})`
  return free
}
