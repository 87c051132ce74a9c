import { ImportError } from '../import-result.ts'
import { type BatchLoops, findBatchLoops } from './batch-loops.ts'
import { withDeadEnd } from './dead-end.ts'
import { createExclusiveness } from './exclusive.ts'
import { backEdges, createGraph, type Graph, reachable, spliced } from './graph.ts'
import type { N8nEdge, N8nNode, N8nWorkflow } from './n8n-workflow.ts'
import type { Notebook } from './notebook.ts'
import { textAt } from './read-value.ts'
import { isTrigger } from './triggers/convert-trigger.ts'

/** The graph as the file can hold it: without triggers, cycles and nodes that do nothing. */
export interface PreparedGraph extends BatchLoops {
  readonly triggers: readonly N8nNode[]
  /** Edges from triggers. */
  readonly starts: readonly N8nEdge[]
  /** Nodes that were taken out, with what stood before them, when that is one node. */
  readonly takenOut: ReadonlyMap<string, N8nNode | undefined>
  /** Says of edges whether at most one of them is ever taken. */
  readonly isExclusive: (edges: readonly N8nEdge[]) => boolean
}

const mostEdges = 50_000

export function prepareGraph(workflow: N8nWorkflow, notebook: Notebook): PreparedGraph {
  const takenOut = new Map<string, N8nNode | undefined>()
  const triggers = workflow.nodes.filter(isTrigger)
  const whole = createGraph(
    workflow.nodes,
    workflow.edges.filter(({ to }) => !isTrigger(to)),
  )
  const used = withoutUnreached(whole, triggers, workflow, notebook)
  const plain = takeOut(used, ({ type }) => type === 'noOp', takenOut)
  const { graph: looped, loops } = findBatchLoops(withoutTriggers(plain), (edge) => tellStray(edge, notebook))
  const acyclic = withoutCycles(looped, notebook)
  const starts = plain.edges.filter(({ from }) => isTrigger(from))
  const joined = withoutJoins(acyclic, starts, takenOut)
  return { triggers, loops, takenOut, ...joined, isExclusive: createExclusiveness(joined.graph, joined.starts) }
}

/** n8n never runs what no trigger leads to; here, what nothing leads to would start at once. */
function withoutUnreached(graph: Graph, triggers: readonly N8nNode[], { helpers }: N8nWorkflow, notebook: Notebook): Graph {
  if (triggers.length === 0) return graph
  const reached = reachable(graph, triggers)
  const isHelper = new Set([...helpers.values()].flat())
  for (const node of graph.nodes) {
    if (reached.has(node) || isHelper.has(node.name)) continue
    notebook.add({
      severity: 'lost',
      message: `Node "${node.name}" was left out: no trigger leads to it, so n8n never ran it.`,
      next: 'Add it where it is wanted, if it is.',
      node: node.name,
    })
  }
  return createGraph(
    graph.nodes.filter((node) => reached.has(node)),
    graph.edges.filter(({ from }) => reached.has(from)),
  )
}

function withoutTriggers(graph: Graph): Graph {
  return createGraph(
    graph.nodes.filter((node) => !isTrigger(node)),
    graph.edges.filter(({ from }) => !isTrigger(from)),
  )
}

/** Takes nodes out, and remembers what stood before them. */
function takeOut(graph: Graph, isOut: (node: N8nNode) => boolean, takenOut: Map<string, N8nNode | undefined>): Graph {
  return graph.nodes.filter(isOut).reduce((rest, node) => {
    const before = new Set(rest.to(node).map(({ from }) => from))
    takenOut.set(node.name, before.size === 1 ? [...before][0] : undefined)
    const next = spliced(rest, node)
    if (next.edges.length > mostEdges)
      throw new ImportError('EXPORT_TOO_LARGE', `This n8n workflow has more than ${mostEdges} connections: nothing was converted.`)
    return next
  }, graph)
}

function withoutCycles(graph: Graph, notebook: Notebook): Graph {
  let acyclic = graph
  for (const edge of backEdges(graph)) {
    const why = 'it closes a cycle, and what is repeated goes into a loop'
    const cut = withDeadEnd(acyclic, edge, why)
    acyclic = cut.graph
    notebook.add({
      severity: 'by-hand',
      message: `From "${edge.from.name}" the workflow goes back to "${edge.to.name}".`,
      next: `Put the nodes from "${edge.to.name}" to "${edge.from.name}" into a loop with "until", in place of "${cut.end.name}".`,
      node: edge.from.name,
    })
  }
  return acyclic
}

/** Where only one of the ways to a merge is ever taken, there is nothing to merge: here paths meet without a node for it. */
function withoutJoins(
  graph: Graph,
  starts: readonly N8nEdge[],
  takenOut: Map<string, N8nNode | undefined>,
): { readonly graph: Graph; readonly starts: readonly N8nEdge[] } {
  const isExclusive = createExclusiveness(graph, starts)
  const isIdle = (node: N8nNode) =>
    node.type === 'merge' && passesOn(node) && starts.every(({ to }) => to !== node) && isExclusive(graph.to(node))
  return { graph: takeOut(graph, isIdle, takenOut), starts }
}

function passesOn({ parameters }: N8nNode): boolean {
  const mode = textAt(parameters, 'mode') ?? 'append'
  return mode === 'append' || ((mode === 'chooseBranch' || mode === 'passThrough') && textAt(parameters, 'output') !== 'empty')
}

function tellStray(edge: N8nEdge, notebook: Notebook): void {
  notebook.add({
    severity: 'by-hand',
    message: `From "${edge.from.name}" an edge leads out of the loop, to "${edge.to.name}", which no for-each allows.`,
    next: 'Put what it leads to into the for-each, or behind it.',
    node: edge.from.name,
  })
}
