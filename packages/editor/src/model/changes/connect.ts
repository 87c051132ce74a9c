import { triggerIdOf } from '../canvas-node.ts'
import { placeOf } from '../canvas-problems.ts'
import { type DraftNode, draftNode, draftNodes, isBeside, isInside } from '../draft-nodes.ts'
import { failurePorts } from '../ports-of.ts'
import { readRoutes } from '../routes.ts'
import type { Types } from '../type-facts.ts'
import { addTarget, changeRoutes, portsOf, removeTarget } from './change-routes.ts'
import { brokenText, type Draft, noSuchNode, type Plan, plan, type Refused, refuse } from './plan.ts'

/** By keys of nodes. */
export interface Connection {
  readonly from: string
  readonly port: string
  readonly to: string
}

/** Leads a port to a node. */
export function connect({ text, types }: Draft, connection: Connection): Plan {
  if (!text.isCurrent) return brokenText(text)
  const ends = findEnds(text.value, types, connection)
  if ('ok' in ends) return ends
  const { from, to } = ends
  if (isLed(from, types, connection)) return refuse(`"${connection.port}" of "${from.id}" leads to "${to.id}" already.`)
  const circle = pathBetween(to, from, draftNodes(text.value), types)
  if (circle !== undefined) return refuse(circleOf(from, circle))
  return plan(changeRoutes(from, types, (routes) => addTarget(routes, connection.port, to.id)))
}

export function disconnect({ text, types }: Draft, { from, port, to }: Connection): Plan {
  if (!text.isCurrent) return brokenText(text)
  if (triggerIdOf(from) !== undefined) return refuse(noTriggerEdges)
  const [node, target] = [draftNode(text.value, from), draftNode(text.value, to)]
  if (node === undefined || target === undefined) return noSuchNode(node === undefined ? from : to)
  return plan(changeRoutes(node, types, (routes) => removeTarget(routes, port, target.id)))
}

/** Leads an edge to another node, or lets it begin at another port: one edge less and one more. */
export function reconnect(draft: Draft, before: Connection, after: Connection): Plan {
  const { text, types } = draft
  if (!text.isCurrent) return brokenText(text)
  if (triggerIdOf(before.from) !== undefined && before.from !== after.from) return refuse(noTriggerEdges)
  const ends = findEnds(text.value, types, after)
  if ('ok' in ends) return ends
  const old = draftNode(text.value, before.from)
  const target = draftNode(text.value, before.to)
  if (old === undefined || target === undefined) return noSuchNode(old === undefined ? before.from : before.to)
  if (isLed(ends.from, types, after)) return refuse(`"${after.port}" of "${ends.from.id}" leads to "${ends.to.id}" already.`)
  const circle = pathBetween(ends.to, ends.from, draftNodes(text.value), types, before)
  if (circle !== undefined) return refuse(circleOf(ends.from, circle))
  if (old === ends.from) {
    return plan(changeRoutes(old, types, (routes) => addTarget(removeTarget(routes, before.port, target.id), after.port, ends.to.id)))
  }
  return plan([
    ...changeRoutes(old, types, (routes) => removeTarget(routes, before.port, target.id)),
    ...changeRoutes(ends.from, types, (routes) => addTarget(routes, after.port, ends.to.id)),
  ])
}

const noTriggerEdges = 'A trigger starts every node that nothing leads to. Lead another node there, and it waits for that one.'

interface Ends {
  readonly from: DraftNode
  readonly to: DraftNode
}

function findEnds(value: Draft['text']['value'], types: Types, { from, port, to }: Connection): Ends | Refused {
  if (triggerIdOf(to) !== undefined) return refuse('Nothing leads to a trigger: it is what starts the workflow.')
  const target = draftNode(value, to)
  if (target === undefined) return noSuchNode(to)
  if (triggerIdOf(from) !== undefined) return refuse(noTriggerEdges)
  const source = draftNode(value, from)
  if (source === undefined) return noSuchNode(from)
  if (source === target) return refuse(`"${source.id}" cannot lead to itself. Put it inside a loop to repeat it, or give it "retry".`)
  if (!isBeside(source, target)) return refuse(crossing(source, target))
  const ports = [...portsOf(source, types), ...failurePorts]
  if (!ports.includes(port)) return refuse(`"${source.id}" has no port "${port}". Its ports are ${ports.join(', ')}.`)
  return { from: source, to: target }
}

function crossing(from: DraftNode, to: DraftNode): string {
  const remedy = isInside(to, from)
    ? `What is inside "${from.id}" begins by itself`
    : to.owner !== undefined && to.owner !== from.owner && isBeside(from, to.owner)
      ? `Lead to "${to.owner.id}" itself, or move one of them`
      : 'Move one of them'
  return `"${to.id}" is ${placeOf(to)} and "${from.id}" is ${placeOf(from)}; an edge cannot cross a scope. ${remedy}.`
}

function isLed(from: DraftNode, types: Types, { port, to }: Connection): boolean {
  return readRoutes(from.definition.next, portsOf(from, types)).some((route) => route.port === port && route.target === to)
}

function circleOf(from: DraftNode, path: readonly DraftNode[]): string {
  const names = [from, ...path].map(({ id }) => id)
  const shown = names.length > 8 ? [...names.slice(0, 7), '…', from.id] : names
  return `That would be a circle: ${shown.join(' → ')}. Put what is to be repeated inside a loop, or inside a for-each to go through a list.`
}

/** The nodes from one to another along the edges, both among them; `without` is an edge that goes. */
function pathBetween(
  start: DraftNode,
  end: DraftNode,
  nodes: readonly DraftNode[],
  types: Types,
  without?: Connection,
): readonly DraftNode[] | undefined {
  const beside = new Map(nodes.filter((node) => isBeside(node, start)).map((node) => [node.id, node]))
  const cameFrom = new Map<DraftNode, DraftNode | undefined>([[start, undefined]])
  for (const node of cameFrom.keys()) {
    if (node === end) break
    for (const { port, target } of readRoutes(node.definition.next, portsOf(node, types))) {
      const isGone = without !== undefined && node.key === without.from && port === without.port && target === without.to
      const to = isGone ? undefined : beside.get(target)
      if (to !== undefined && !cameFrom.has(to)) cameFrom.set(to, node)
    }
  }
  if (!cameFrom.has(end)) return undefined
  const path: DraftNode[] = []
  for (let node: DraftNode | undefined = end; node !== undefined; node = cameFrom.get(node)) path.unshift(node)
  return path
}
