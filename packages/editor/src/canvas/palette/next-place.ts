import type { Editor } from '../editor-store.ts'
import type { PaletteContext } from './palette-context.ts'

/** Where a new node goes by itself: into the edge or after the node that is selected, at the first port that leads nowhere; else into the open. */
export function nextPlace({ canvas, selection, focused }: Pick<Editor, 'canvas' | 'selection' | 'focused'>): PaletteContext {
  const edge = canvas.edges.find(({ id, kind }) => kind !== 'trigger' && selection.has(id))
  if (edge !== undefined && selection.size === 1) return { between: { from: edge.from, port: edge.port, to: edge.to } }
  const chosen = canvas.nodes.filter(({ key }) => selection.has(key))
  const node = chosen.find(({ key }) => key === focused) ?? chosen[0]
  if (node === undefined || node.kind === 'trigger') return {}
  const used = new Set(canvas.edges.flatMap(({ from, port }) => (from === node.key ? [port] : [])))
  const normal = node.ports.filter(({ kind }) => kind === 'normal')
  const port = normal.find(({ name }) => !used.has(name)) ?? normal[0]
  return port === undefined ? {} : { after: { from: node.key, port: port.name } }
}
