import type { JsonObject } from '@millrace/engine'
import { compareValues, type Difference } from '@millrace/engine'
import { type Canvas, readCanvas } from '../canvas.ts'
import type { CanvasEdge } from '../canvas-edge.ts'
import type { CanvasNode } from '../canvas-node.ts'
import type { Layout } from '../layout-file.ts'
import type { Types } from '../type-facts.ts'
import type { WorkflowText } from '../workflow-text.ts'
import { type Drawn, findRenames } from './find-renames.ts'
import { joinCanvases } from './join-canvases.ts'
import { ownDefinition } from './own-definition.ts'
import { type Renames, renameReferences } from './rename-references.ts'

export type Mark = 'added' | 'removed' | 'changed' | 'moved' | 'renamed'

/** One thing in which two versions differ. */
export interface VersionChange {
  /** The key of the node or trigger, the id of the edge as it is now, or `file`. */
  readonly key: string
  readonly about: 'node' | 'trigger' | 'edge' | 'file'
  readonly mark: Mark
  /** What people call it. */
  readonly title: string
  /** By path, from the node on; of an edge, where it led and leads. What reads a renamed node by its new id is no difference. */
  readonly differences: readonly Difference[]
}

export interface ComparedVersions {
  /** Of both: everything that is, and what is no more. */
  readonly canvas: Pick<Canvas, 'nodes' | 'edges'>
  /** By the key of a node and the id of an edge; what is the same has none. An edge that leads elsewhere is `moved` there and `removed` here. */
  readonly marks: ReadonlyMap<string, Mark>
  /** What the file itself says first, then node by node in the order of the canvas, then the edges. */
  readonly changes: readonly VersionChange[]
}

/** How the right version of a workflow differs from the left one. Comments, quotes and the order of keys make no difference here: the text shows those. */
export function compareVersions(left: WorkflowText, right: WorkflowText, types: Types, layout: Layout = {}): ComparedVersions {
  const [drawn, after] = [readCanvas(left, types, layout), readCanvas(right, types, layout)]
  const renames = findRenames({ ...drawn, text: left }, { ...after, text: right })
  const before = renamedDrawing(drawn, renames)
  const nodes = [...nodeChanges({ ...before, text: left }, { ...after, text: right }, renames)]
  const canvas = joinCanvases(before, after)
  const order = new Map(canvas.nodes.map(({ key }, index) => [key, index]))
  const titles = new Map(canvas.nodes.map(({ key, title }) => [key, title]))
  const edges = edgeChanges(before.edges, after.edges, titles)
  const marks = new Map([...nodes, ...edges.changes].map(({ key, mark }) => [key, mark]))
  for (const id of edges.gone) marks.set(id, 'removed')
  return {
    canvas,
    marks,
    changes: [
      ...fileChange(left.value, right.value),
      ...nodes.toSorted((one, other) => (order.get(one.key) ?? 0) - (order.get(other.key) ?? 0)),
      ...edges.changes,
    ],
  }
}

function fileChange(left: JsonObject, right: JsonObject): readonly VersionChange[] {
  const own = ({ nodes, triggers, ...rest }: JsonObject) => rest
  const differences = compareValues(own(left), own(right))
  return differences.length === 0 ? [] : [{ key: 'file', about: 'file', mark: 'changed', title: 'The workflow itself', differences }]
}

/** Under the ids of today. */
function renamedDrawing({ nodes, edges }: Pick<Canvas, 'nodes' | 'edges'>, renames: Renames): Pick<Canvas, 'nodes' | 'edges'> {
  if (renames.size === 0) return { nodes, edges }
  const now = (key: string) => renames.get(key) ?? key
  return {
    nodes: nodes.map((node) => ({ ...node, key: now(node.key), ...(node.parent !== undefined && { parent: now(node.parent) }) })),
    edges: edges.map((edge) => {
      const [from, to] = [now(edge.from), now(edge.to)]
      return { ...edge, id: `${from}>${edge.port}>${to}`, from, to }
    }),
  }
}

function* nodeChanges(before: Drawn, after: Drawn, renames: Renames): Generator<VersionChange> {
  const [left, right] = [before.text, after.text]
  const old = new Map(before.nodes.map((node) => [node.key, node]))
  for (const node of after.nodes) {
    const was = old.get(node.key)
    old.delete(node.key)
    const differences = [
      ...(was === undefined || was.id === node.id ? [] : [{ path: ['id'], before: was.id, after: node.id }]),
      ...compareValues(was === undefined ? {} : renameReferences(ownDefinition(left, was), renames), ownDefinition(right, node)),
      ...(was === undefined || placeOf(was) === placeOf(node) ? [] : [{ path: ['stands in'], before: placeOf(was), after: placeOf(node) }]),
    ]
    if (differences.length > 0) yield { ...aboutOf(node), mark: markOf(was, node), differences }
  }
  for (const node of old.values()) yield { ...aboutOf(node), mark: 'removed', differences: compareValues(ownDefinition(left, node), {}) }
}

function aboutOf({ key, kind, title }: CanvasNode): Pick<VersionChange, 'key' | 'about' | 'title'> {
  return { key, about: kind === 'trigger' ? 'trigger' : 'node', title }
}

function markOf(was: CanvasNode | undefined, { id }: CanvasNode): Mark {
  if (was === undefined) return 'added'
  return was.id === id ? 'changed' : 'renamed'
}

function placeOf({ parent, part }: CanvasNode): string {
  if (parent === undefined) return 'the workflow'
  return part === 'body' ? parent : `${parent} (${part})`
}

interface EdgeChanges {
  readonly changes: readonly VersionChange[]
  /** Old ones that lead elsewhere now. */
  readonly gone: readonly string[]
}

/** Nobody writes the edges of triggers: they follow from the others. */
function edgeChanges(before: readonly CanvasEdge[], after: readonly CanvasEdge[], titles: ReadonlyMap<string, string>): EdgeChanges {
  const written = ({ kind }: CanvasEdge) => kind !== 'trigger'
  const [oldIds, newIds] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))]
  const lost = before.filter((edge) => written(edge) && !newIds.has(edge.id))
  const gone: string[] = []
  const changes: VersionChange[] = []
  const nameOf = (key: string) => titles.get(key) ?? key
  const titleOf = ({ from, port }: CanvasEdge) => `${nameOf(from)} · ${port}`
  for (const edge of after) {
    if (!written(edge) || oldIds.has(edge.id)) continue
    const index = lost.findIndex(({ from, port }) => from === edge.from && port === edge.port)
    const [was] = index < 0 ? [] : lost.splice(index, 1)
    if (was !== undefined) gone.push(was.id)
    const differences = [{ path: ['leads to'], before: was && nameOf(was.to), after: nameOf(edge.to) }]
    changes.push({ key: edge.id, about: 'edge', mark: was === undefined ? 'added' : 'moved', title: titleOf(edge), differences })
  }
  const removed = lost.map((edge): VersionChange => {
    const differences = [{ path: ['leads to'], before: nameOf(edge.to), after: undefined }]
    return { key: edge.id, about: 'edge', mark: 'removed', title: titleOf(edge), differences }
  })
  return { changes: [...changes, ...removed], gone }
}
