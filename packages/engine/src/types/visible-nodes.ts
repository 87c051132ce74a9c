import type { AcyclicSection } from '../document/check-cycles.ts'
import { type DocumentNode, type DocumentSection, scopesAround } from '../document/document-node.ts'

/** A node that expressions of another may read. */
export interface VisibleNode {
  readonly node: DocumentNode
  /** The reader may run without it. */
  readonly mayNotHaveRun: boolean
}

/** What `reader` can read: in its own section and those around it what a path leads from, in `catch` and `finally` the body, and the loops around. */
export function visibleNodes(reader: DocumentNode, acyclic: readonly AcyclicSection[]): readonly VisibleNode[] {
  return [reader, ...scopesAround(reader)].toReversed().flatMap((ancestor) => {
    const isLoopAround = ancestor !== reader && ancestor.facts?.scope === 'loop'
    return [
      ...handledNodes(ancestor.section),
      ...upstreamOf(ancestor, orderOf(ancestor.section, acyclic)),
      ...(isLoopAround ? [{ node: ancestor, mayNotHaveRun: true }] : []),
    ]
  })
}

/** Nodes in a circle have no order; then all that is known is which there are. */
function orderOf(section: DocumentSection, acyclic: readonly AcyclicSection[]): readonly DocumentNode[] {
  return acyclic.find((one) => one.section === section)?.order ?? section.nodes
}

/** Of `catch` and `finally`, the nodes whose failure they may be there for. */
function handledNodes({ part, owner }: DocumentSection): readonly VisibleNode[] {
  const body = part === 'catch' || part === 'finally' ? owner?.parts.find((one) => one.part === 'body') : undefined
  return (body?.nodes ?? []).map((node) => ({ node, mayNotHaveRun: true }))
}

/** The nodes from which a path leads to `target`; those that every path comes through have surely run. */
function upstreamOf(target: DocumentNode, order: readonly DocumentNode[]): readonly VisibleNode[] {
  const before = nodesBefore(order)
  const upstream = new Set<DocumentNode>()
  const open = [...(before.get(target) ?? [])]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (upstream.has(node) || node === target) continue
    upstream.add(node)
    open.push(...(before.get(node) ?? []))
  }
  const sure = passedByAll(target, order, before)
  return target.section.nodes.filter((node) => upstream.has(node)).map((node) => ({ node, mayNotHaveRun: !sure.has(node) }))
}

function nodesBefore(nodes: readonly DocumentNode[]): ReadonlyMap<DocumentNode, readonly DocumentNode[]> {
  const before = new Map<DocumentNode, DocumentNode[]>(nodes.map((node) => [node, []]))
  for (const node of nodes) for (const { to } of node.outgoing) before.get(to)?.push(node)
  return before
}

/** Where a node lies below the last one that every path to it comes through. */
interface Gate {
  readonly node: DocumentNode
  readonly depth: number
  readonly above: Gate | undefined
}

/** One pass in the order of the edges: what all nodes before a node share is the nearest gate that is above each of them. */
function passedByAll(
  target: DocumentNode,
  order: readonly DocumentNode[],
  before: ReadonlyMap<DocumentNode, readonly DocumentNode[]>,
): ReadonlySet<DocumentNode> {
  const gates = new Map<DocumentNode, Gate>()
  for (const node of order) {
    const [first, ...others] = (before.get(node) ?? []).map((one) => gates.get(one))
    const above = others.reduce(sharedGate, first)
    gates.set(node, { node, above, depth: above === undefined ? 0 : above.depth + 1 })
  }
  const passed = new Set<DocumentNode>()
  for (let gate = gates.get(target)?.above; gate !== undefined; gate = gate.above) passed.add(gate.node)
  return passed
}

function sharedGate(one: Gate | undefined, other: Gate | undefined): Gate | undefined {
  let [left, right] = [one, other]
  while (left !== undefined && right !== undefined && left !== right) {
    if (left.depth >= right.depth) left = left.above
    else right = right.above
  }
  return left === right ? left : undefined
}
