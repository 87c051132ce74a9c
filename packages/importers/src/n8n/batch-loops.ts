import { withDeadEnd } from './dead-end.ts'
import { createGraph, type Graph, reachable, spliced } from './graph.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'
import { at, mapsAt, numberAt, textAt } from './read-value.ts'

/** A cycle through Split In Batches: what n8n has in place of a for-each. */
export interface BatchLoop {
  readonly node: N8nNode
  /** How many items each round gets. */
  readonly size: number
  readonly body: ReadonlySet<N8nNode>
  /** The edges that lead back: what they bring comes out when all rounds are over. */
  readonly back: readonly N8nEdge[]
}

export interface BatchLoops {
  readonly loops: ReadonlyMap<N8nNode, BatchLoop>
  /** Without the edges into the bodies and back. */
  readonly graph: Graph
}

/** Since version 3 the first output is "done", before it the second was. */
export function doneOutput({ version }: N8nNode): number {
  return version >= 3 ? 0 : 1
}

export function batchSize({ parameters, version }: N8nNode): number {
  const size = numberAt(parameters, 'batchSize') ?? (version >= 3 ? 1 : 10)
  return Number.isInteger(size) && size >= 1 ? size : 1
}

/** `onStray` is told of edges that lead out of a body, which no scope allows: a node that fails stands in their place. */
export function findBatchLoops(written: Graph, onStray: (edge: N8nEdge) => void): BatchLoops {
  let graph = written.nodes.filter(({ type }) => type === 'if').reduce(withoutQuestion, written)
  const loops = new Map<N8nNode, BatchLoop>()
  for (const node of graph.nodes) {
    if (node.type !== 'splitInBatches') continue
    const found = loopOf(graph, node, [...loops.values()])
    if (found === undefined) continue
    for (const edge of found.strays) {
      onStray(edge)
      const cut = withDeadEnd(graph, edge, 'a loop cannot be left in the middle')
      graph = cut.graph
      found.loop.body.add(cut.end)
    }
    loops.set(node, found.loop)
  }
  const inside = new Set([...loops.values()].flatMap(({ node, back }) => [...back, ...intoBody(graph, node)]))
  return {
    loops,
    graph: createGraph(
      graph.nodes,
      graph.edges.filter((edge) => !inside.has(edge)),
    ),
  }
}

interface FoundLoop {
  readonly loop: BatchLoop & { readonly body: Set<N8nNode> }
  readonly strays: readonly N8nEdge[]
}

/** What is in the body of one of the others already, with neither of the two inside the other, stays there: a file holds each node once. */
function loopOf(graph: Graph, node: N8nNode, others: readonly BatchLoop[]): FoundLoop | undefined {
  const entries = intoBody(graph, node).map(({ to }) => to)
  const done = graph.from(node).filter(({ output }) => output === doneOutput(node))
  const afterwards = reachable(
    graph,
    done.map(({ to }) => to),
    node,
  )
  const own = new Set([...reachable(graph, entries, node)].filter((one) => !afterwards.has(one)))
  const beside = others.filter((other) => !other.body.has(node) && !own.has(other.node))
  const isTaken = (one: N8nNode) => beside.some((other) => other.body.has(one))
  const body = new Set([...own].filter((one) => !isTaken(one)))
  const leaving = [...body].flatMap((one) => graph.from(one)).filter(({ to }) => !body.has(to))
  // With nothing in between, the output leads straight back.
  const back = [...leaving, ...intoBody(graph, node)].filter(({ to }) => to === node)
  if (back.length === 0) return undefined
  const taken = intoBody(graph, node).filter(({ to }) => isTaken(to))
  return { loop: { node, size: batchSize(node), body, back }, strays: [...taken, ...leaving.filter(({ to }) => to !== node)] }
}

function intoBody(graph: Graph, node: N8nNode): readonly N8nEdge[] {
  return graph.from(node).filter(({ output }) => output !== doneOutput(node))
}

/**
 * Before there was an output for it, an If behind the body asked whether there are items left. What it led to when there are
 * none is led to from "done", and what it led to otherwise is the way back.
 */
function withoutQuestion(graph: Graph, node: N8nNode): Graph {
  const asked = askedOf(node)
  const loop = graph.nodes.find(({ name, type }) => type === 'splitInBatches' && name === asked?.name)
  if (asked === undefined || loop === undefined) return graph
  const done = graph.from(node).filter(({ output }) => output === (asked.isDoneWhen ? 0 : 1))
  const others = graph.edges.filter((edge) => edge.from !== node || !done.includes(edge))
  const moved = done.map((edge) => ({ ...edge, from: loop, output: doneOutput(loop) }))
  const backAgain = others.some(({ from }) => from === node) ? [] : [{ from: node, output: 0, to: loop, input: 0 }]
  return spliced(createGraph(graph.nodes, [...others, ...moved, ...backAgain]), node)
}

function askedOf({ parameters }: N8nNode): { readonly name: string; readonly isDoneWhen: boolean } | undefined {
  const old = mapsAt(parameters, 'conditions', 'boolean')
  const now = mapsAt(parameters, 'conditions', 'conditions')
  const [only] = [...old, ...now]
  if (old.length + now.length !== 1 || only === undefined) return undefined
  const left = textAt(only, 'value1') ?? textAt(only, 'leftValue') ?? ''
  const name = /^=\{\{\s*!?\s*\$(?:node)?[[(]\s*["'](.+?)["']\s*[\])]\.context(?:\.|\[\s*["'])(?:noItemsLeft|done)\b/.exec(left)?.[1]
  if (name === undefined) return undefined
  const right = at(only, 'value2') ?? at(only, 'rightValue')
  const operation = textAt(only, 'operation') ?? textAt(only, 'operator', 'operation') ?? 'equal'
  const isNegative =
    [/^=\{\{\s*!/.test(left), /^not/i.test(operation), operation === 'false' || right === false || right === 'false'].filter(Boolean)
      .length %
      2 ===
    1
  // A boolean of the first version that is not compared with anything is compared with false.
  const isFalseByDefault = old.length === 1 && right === undefined
  return { name, isDoneWhen: isNegative === isFalseByDefault }
}
