import { isJsonObject, type Json, type Path } from '@millrace/engine'
import { failurePorts } from './ports-of.ts'

/**
 * Owns: what `next` of a node means port by port, and how a change of that is written in the words that stand there already.
 * A bare target, and `default` where it is no port itself, stand for every normal port that is not named.
 */
export interface Route {
  readonly port: string
  readonly target: string
  /** Where the target stands, below the node. Several routes share it when one target stands for several ports. */
  readonly path: Path
}

/** Every edge that `next` makes, by port. Whatever is not an id is left out. */
export function readRoutes(next: Json | undefined, ports: readonly string[]): readonly Route[] {
  if (!isJsonObject(next)) return ports.flatMap((port) => routesFrom(port, next, ['next']))
  return Object.entries(next).flatMap(([key, targets]) => {
    const isRest = key === 'default' && !ports.includes('default')
    const named = isRest ? ports.filter((port) => targetsOf(next[port]).length === 0) : [key]
    return named.flatMap((port) => routesFrom(port, targets, ['next', key]))
  })
}

function routesFrom(port: string, targets: Json | undefined, path: Path): readonly Route[] {
  if (typeof targets === 'string') return [{ port, target: targets, path }]
  if (!Array.isArray(targets)) return []
  return targets.flatMap((target, index) => (typeof target === 'string' ? [{ port, target, path: [...path, index] }] : []))
}

function targetsOf(targets: Json | undefined): readonly string[] {
  return routesFrom('', targets, []).map(({ target }) => target)
}

/** Targets by port. */
export type RouteMap = ReadonlyMap<string, readonly string[]>

export function routeMap(next: Json | undefined, ports: readonly string[]): RouteMap {
  const found = new Map<string, string[]>()
  for (const { port, target } of readRoutes(next, ports)) {
    const targets = found.get(port) ?? []
    if (!targets.includes(target)) found.set(port, [...targets, target])
  }
  return found
}

/** `next` with these routes, as near to how it was written as can be. Undefined when there are none. */
export function writeRoutes(before: Json | undefined, ports: readonly string[], routes: RouteMap): Json | undefined {
  const named = [...routes].filter(([, targets]) => targets.length > 0)
  if (named.length === 0) return undefined
  if (isJsonObject(before)) return writeMap(before, ports, new Map(named))
  return writeBare(ports, new Map(named)) ?? writeSplit(before, ports, new Map(named))
}

/** One target, or list of them, when all normal ports lead there and no other port leads anywhere. */
function writeBare(ports: readonly string[], routes: RouteMap): Json | undefined {
  const [first] = ports
  const targets = first === undefined ? undefined : routes.get(first)
  if (targets === undefined || routes.size !== ports.length) return undefined
  return ports.every((port) => isAlike(routes.get(port), targets)) ? written(targets) : undefined
}

/** A bare target becomes a map: what it said stays for the ports that still go there. */
function writeSplit(before: Json | undefined, ports: readonly string[], routes: RouteMap): Json {
  const targets = targetsOf(before)
  const rest = ports.length > 1 && !ports.includes('default') && targets.length > 0
  return writeMap(rest ? { default: written(targets) } : {}, ports, routes)
}

function writeMap(before: { readonly [port: string]: Json }, ports: readonly string[], routes: RouteMap): Json {
  const entries = new Map<string, Json>()
  const isRest = (key: string) => key === 'default' && !ports.includes('default')
  const standsForRest = isRest('default') && Object.hasOwn(before, 'default') && canStay(before, ports, routes)
  const covered = standsForRest ? ports.filter((port) => isCovered(before, port, routes)) : []
  for (const key of Object.keys(before)) {
    const targets = isRest(key) ? undefined : routes.get(key)
    if (isRest(key) && covered.length > 0) entries.set(key, before[key] ?? null)
    else if (targets !== undefined) entries.set(key, isAlike(targetsOf(before[key]), targets) ? (before[key] ?? null) : written(targets))
  }
  for (const [port, targets] of routes) if (!entries.has(port) && !covered.includes(port)) entries.set(port, written(targets))
  return Object.fromEntries(entries)
}

/** `default` would lead a port on that shall lead nowhere, and there is no way to say that of one port. */
function canStay(before: { readonly [port: string]: Json }, ports: readonly string[], routes: RouteMap): boolean {
  return ports.every((port) => routes.has(port)) && ports.some((port) => isCovered(before, port, routes))
}

function isCovered(before: { readonly [port: string]: Json }, port: string, routes: RouteMap): boolean {
  return !Object.hasOwn(before, port) && isAlike(routes.get(port), targetsOf(before.default))
}

function written(targets: readonly string[]): Json {
  const [only, ...others] = targets
  return only !== undefined && others.length === 0 ? only : targets
}

function isAlike(some: readonly string[] | undefined, others: readonly string[]): boolean {
  return some !== undefined && some.length === others.length && some.every((target, index) => target === others[index])
}

export function isFailurePort(port: string): boolean {
  return failurePorts.includes(port)
}
