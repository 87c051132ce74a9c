import { decodeSegment } from './decode-segment.ts'
import { isPathOf, routeKey, segmentsOf, type WebhookRoute } from './webhook-route.ts'

/**
 * Owns: which webhook a request means.
 * Does not own: where the routes come from, or what a request starts.
 * Invariants: W1 a static segment is compared as it was sent, so no spelling reaches a route but its own. W2 a static segment
 * wins over a parameter, from left to right, among the routes that take the method. W3 of several claims to one method and path
 * the oldest holds it, until it is given up.
 */
export interface WebhookTable {
  /** `path` as it came, without the query: `/orders/42`. */
  match(method: string, path: string): WebhookMatch
  /** Puts a workflow's routes in the place of those it had. */
  put(workflowId: string, routes: readonly WebhookRoute[], disabled?: readonly WebhookRoute[]): void
  /** The routes of a workflow, or of all, that another route holds. */
  conflicts(workflowId?: string): readonly WebhookConflict[]
  /** The paths that are known, as written. */
  paths(): readonly string[]
}

export type WebhookMatch =
  | { readonly type: 'found'; readonly route: WebhookRoute; readonly params: readonly string[] }
  /** The path exists, with these methods. */
  | { readonly type: 'other-method'; readonly allowed: readonly string[] }
  /** A trigger has the path, and is switched off. */
  | { readonly type: 'disabled' }
  | { readonly type: 'none' }

export interface WebhookConflict {
  readonly route: WebhookRoute
  /** Who has the method and path instead. */
  readonly holder: WebhookRoute
}

/** A place in the tree of segments. */
interface Place {
  readonly statics: Map<string, Place>
  param?: Place
  /** By method, the oldest claim first. */
  readonly claims: Map<string, readonly WebhookRoute[]>
}

export function createWebhookTable(): WebhookTable {
  const root = newPlace()
  const byWorkflow = new Map<string, readonly WebhookRoute[]>()
  const off = new Map<string, readonly WebhookRoute[]>()

  function placeOf(path: string): Place {
    let place = root
    for (const segment of segmentsOf(path)) place = innerPlace(place, segment)
    return place
  }

  function changeClaims({ path, method }: WebhookRoute, change: (claims: readonly WebhookRoute[]) => readonly WebhookRoute[]): void {
    const { claims } = placeOf(path)
    const changed = change(claims.get(method) ?? [])
    if (changed.length === 0) claims.delete(method)
    else claims.set(method, changed)
  }

  function put(workflowId: string, routes: readonly WebhookRoute[], disabled: readonly WebhookRoute[] = []): void {
    if (disabled.length === 0) off.delete(workflowId)
    else off.set(workflowId, disabled)
    const before = byWorkflow.get(workflowId) ?? []
    const since = new Map(before.map((route) => [routeKey(route), route.claimedAt]))
    const after = routes.map((route) => ({ ...route, claimedAt: Math.min(route.claimedAt, since.get(routeKey(route)) ?? route.claimedAt) }))
    for (const route of before) changeClaims(route, (claims) => claims.filter((one) => one !== route))
    for (const route of after) changeClaims(route, (claims) => [...claims, route].sort(byAge))
    if (after.length === 0) byWorkflow.delete(workflowId)
    else byWorkflow.set(workflowId, after)
  }

  function conflicts(workflowId?: string): readonly WebhookConflict[] {
    const routes = workflowId === undefined ? [...byWorkflow.values()].flat() : (byWorkflow.get(workflowId) ?? [])
    return routes.flatMap((route) => {
      const holder = placeOf(route.path).claims.get(route.method)?.[0]
      return holder === undefined || holder === route ? [] : [{ route, holder }]
    })
  }

  return {
    match(method, path) {
      const search: Search = { method, segments: segmentsOf(path), params: [], allowed: new Set() }
      const route = find(search, root, 0)
      if (route !== undefined) return { type: 'found', route, params: search.params }
      if (search.allowed.size > 0) return { type: 'other-method', allowed: [...search.allowed] }
      return [...off.values()].flat().some(({ path: one }) => isPathOf(one, search.segments)) ? { type: 'disabled' } : { type: 'none' }
    },
    put,
    conflicts,
    paths: () => [...new Set([...byWorkflow.values()].flat().map(({ path }) => path))],
  }
}

interface Search {
  readonly method: string
  readonly segments: readonly string[]
  /** What the parameters on the way to here stand for. */
  readonly params: string[]
  readonly allowed: Set<string>
}

function find(search: Search, place: Place, depth: number): WebhookRoute | undefined {
  const segment = search.segments[depth]
  if (segment === undefined) {
    const route = place.claims.get(search.method)?.[0]
    if (route === undefined) for (const method of place.claims.keys()) search.allowed.add(method)
    return route
  }
  const inner = place.statics.get(segment)
  const route = inner && find(search, inner, depth + 1)
  if (route !== undefined || place.param === undefined) return route
  const value = decodeSegment(segment)
  if (value === undefined) return undefined
  search.params.push(value)
  const behind = find(search, place.param, depth + 1)
  if (behind === undefined) search.params.pop()
  return behind
}

function innerPlace(place: Place, segment: string): Place {
  if (segment.startsWith(':')) {
    place.param ??= newPlace()
    return place.param
  }
  const inner = place.statics.get(segment) ?? newPlace()
  place.statics.set(segment, inner)
  return inner
}

function newPlace(): Place {
  return { statics: new Map(), claims: new Map() }
}

function byAge(one: WebhookRoute, other: WebhookRoute): number {
  return one.claimedAt - other.claimedAt || (one.workflowId < other.workflowId ? -1 : 1)
}
