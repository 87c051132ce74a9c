import type { Canvas } from '../canvas.ts'
import type { CanvasNode } from '../canvas-node.ts'

type Drawing = Pick<Canvas, 'nodes' | 'edges'>

/** One drawing of two: the second, with what only the first has where it stood. Everything in scopes is seen: what differs shall not hide in a closed one. */
export function joinCanvases(before: Drawing, after: Drawing): Drawing {
  const keys = new Set(after.nodes.map(({ key }) => key))
  const gone = before.nodes.filter(({ key }) => !keys.has(key))
  const all = [...after.nodes, ...gone].map((node) => (node.isCollapsed ? { ...node, isCollapsed: false } : node))
  const scopes = new Set(all.filter(({ kind }) => kind === 'scope').map(({ key }) => key))
  const nodes = all.map((node) => rooted(node, scopes)).map((node) => widened(node, before.nodes, gone))
  const ids = new Set(after.edges.map(({ id }) => id))
  const edges = [...after.edges, ...before.edges.filter(({ id }) => !ids.has(id))]
  return { nodes, edges: edges.filter(({ from, to }) => isBeside(nodes, from, to)) }
}

/** What stood in a scope that is none any more stands in the open. */
function rooted(node: CanvasNode, scopes: ReadonlySet<string>): CanvasNode {
  if (node.parent === undefined || scopes.has(node.parent)) return node
  const { parent: _, position: __, ...rest } = node
  return { ...rest, part: 'root' }
}

/** A part or port that only the first had has its room as long as something is in it. */
function widened(node: CanvasNode, before: readonly CanvasNode[], gone: readonly CanvasNode[]): CanvasNode {
  const was = before.find(({ key }) => key === node.key)
  if (was === undefined || was === node) return node
  const lost = was.parts.filter((part) => !node.parts.includes(part) && gone.some((one) => one.parent === node.key && one.part === part))
  const ports = was.ports.filter(({ name }) => !node.ports.some((port) => port.name === name))
  if (lost.length === 0 && ports.length === 0) return node
  return { ...node, ...(node.kind === 'scope' && { parts: [...node.parts, ...lost] }), ports: [...node.ports, ...ports] }
}

/** Both sides of the edge are drawn, in one part of one scope. */
function isBeside(nodes: readonly CanvasNode[], from: string, to: string): boolean {
  const [one, other] = [nodes.find(({ key }) => key === from), nodes.find(({ key }) => key === to)]
  return one !== undefined && other !== undefined && one.parent === other.parent && one.part === other.part
}
