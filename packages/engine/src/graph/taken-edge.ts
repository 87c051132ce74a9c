import type { Edge, PlanNode } from './plan.ts'

/** The ports that every node has besides its own; `*` never stands for them. */
export const failurePorts: readonly string[] = ['error', 'timeout']

/** Whether an edge is taken when its node finishes on `port`. */
export function isTaken(edge: Edge, port: string): boolean {
  if (edge.port === port) return true
  return edge.port === '*' && !failurePorts.includes(port) && !hasEdgeFor(edge.from, port)
}

/** Whether the node has an edge list written for exactly this port. */
export function hasEdgeFor(node: PlanNode, port: string): boolean {
  return node.outgoing.some((edge) => edge.port === port)
}
