import type { Change } from '@millrace/engine'
import type { DraftNode } from '../draft-nodes.ts'
import { normalPorts } from '../ports-of.ts'
import { type RouteMap, routeMap, writeRoutes } from '../routes.ts'
import type { Types } from '../type-facts.ts'

export function portsOf({ definition }: Pick<DraftNode, 'definition'>, types: Types): readonly string[] {
  return normalPorts(definition, typeof definition.type === 'string' ? types.nodes.get(definition.type) : undefined)
}

/** Leads a node elsewhere: no change where that leads as before. */
export function changeRoutes(
  node: DraftNode,
  types: Types,
  alter: (routes: Map<string, readonly string[]>) => RouteMap,
): readonly Change[] {
  const ports = portsOf(node, types)
  const { next } = node.definition
  const before = routeMap(next, ports)
  const after = alter(new Map(before))
  if (isSame(before, after)) return []
  const written = writeRoutes(next, ports, after)
  const path = [...node.path, 'next']
  return [written === undefined ? { type: 'delete', path } : { type: 'set', path, value: written }]
}

function isSame(some: RouteMap, others: RouteMap): boolean {
  const text = (routes: RouteMap) => JSON.stringify([...routes].filter(([, targets]) => targets.length > 0))
  return text(some) === text(others)
}

export function addTarget(routes: Map<string, readonly string[]>, port: string, target: string): Map<string, readonly string[]> {
  const targets = routes.get(port) ?? []
  return targets.includes(target) ? routes : routes.set(port, [...targets, target])
}

export function removeTarget(routes: Map<string, readonly string[]>, port: string, target: string): Map<string, readonly string[]> {
  return routes.set(
    port,
    (routes.get(port) ?? []).filter((one) => one !== target),
  )
}

/** The other target stands where the one stood. */
export function replaceTarget(
  routes: Map<string, readonly string[]>,
  port: string,
  from: string,
  to: string,
): Map<string, readonly string[]> {
  const targets = (routes.get(port) ?? []).map((one) => (one === from ? to : one))
  return routes.set(port, [...new Set(targets)])
}

export function keepTargets(routes: Map<string, readonly string[]>, keep: (target: string) => boolean): RouteMap {
  return new Map([...routes].map(([port, targets]) => [port, targets.filter(keep)]))
}
