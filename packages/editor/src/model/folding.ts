import type { Canvas } from './canvas.ts'
import type { CanvasNode } from './canvas-node.ts'
import type { LayoutChange } from './layout-change.ts'

type Foldable = Pick<Canvas, 'nodes' | 'groups'>

export interface Fold {
  readonly change: LayoutChange
  /** What is seen of it then, closed or open. */
  readonly key: string
}

/** What a group is called on the canvas and among what is shown closed: no node can have such a key. */
export function groupKey(id: string): string {
  return `group:${id}`
}

/** Closes or opens a scope or a group; of any other node, the group or else the scope that it stands in. Undefined where there is none. */
export function fold({ nodes, groups }: Foldable, key: string): Fold | undefined {
  const node = nodes.find((one) => one.key === key)
  const group = groups.find(({ id, nodes: members }) => groupKey(id) === key || (node?.kind !== 'scope' && isMember(members, node)))
  if (group !== undefined) {
    const isClosed = !group.isCollapsed
    return { change: closing(groupKey(group.id), isClosed), key: isClosed || node === undefined ? groupKey(group.id) : key }
  }
  const scope = node?.kind === 'scope' ? node : nodes.find((one) => one.key === node?.parent)
  return scope && { change: closing(scope.layoutKey, !scope.isCollapsed), key: scope.key }
}

/** Closes all scopes and groups, so that only what holds others is seen; or opens all when all are closed. Undefined where there is none. */
export function foldAll({ nodes, groups }: Foldable): LayoutChange | undefined {
  const scopes = nodes.filter(({ kind }) => kind === 'scope')
  const keys = [...scopes.map(({ layoutKey }) => layoutKey), ...groups.map(({ id }) => groupKey(id))]
  if (keys.length === 0) return undefined
  const isClosed = !(scopes.every((scope) => scope.isCollapsed) && groups.every((group) => group.isCollapsed))
  return { collapsed: Object.fromEntries(keys.map((key) => [key, isClosed || null])) }
}

/** Opens whatever hides a node: the scopes around it, and the groups that these or it stand in. Undefined where it is seen. */
export function unfoldAround({ nodes, groups }: Foldable, key: string): LayoutChange | undefined {
  const around: CanvasNode[] = []
  for (let node = nodes.find((one) => one.key === key); node !== undefined; node = nodes.find((one) => one.key === around[0]?.parent))
    around.unshift(node)
  const scopes = around.filter((node) => node.key !== key && node.isCollapsed)
  const closed = groups.filter((group) => group.isCollapsed && around.some((node) => group.nodes.includes(node.layoutKey)))
  const keys = [...scopes.map(({ layoutKey }) => layoutKey), ...closed.map(({ id }) => groupKey(id))]
  return keys.length === 0 ? undefined : { collapsed: Object.fromEntries(keys.map((one) => [one, null])) }
}

function closing(key: string, isClosed: boolean): LayoutChange {
  return { collapsed: { [key]: isClosed || null } }
}

function isMember(members: readonly string[], node: CanvasNode | undefined): boolean {
  return node !== undefined && members.includes(node.layoutKey)
}
