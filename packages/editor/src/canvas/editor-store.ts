import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand'
import { type Canvas, readCanvas } from '../model/canvas.ts'
import type { Layout } from '../model/layout-file.ts'
import type { Types } from '../model/type-facts.ts'
import { readText, type WorkflowText } from '../model/workflow-text.ts'
import { type FlowEdge, flowEdges } from './flow-edges.ts'
import { type FlowNode, flowNodes } from './flow-nodes.ts'
import type { Places } from './lay-out.ts'
import { placeNodes } from './placed-nodes.ts'

/**
 * Owns: one workflow while it is edited: its text, and all that is derived from it.
 * Invariants: the text is the truth. `canvas`, `nodes` and `edges` follow from it, from the layout and from what is selected.
 */
export interface Editor {
  readonly workflowId: string
  readonly types: Types
  readonly text: WorkflowText
  readonly layout: Layout
  /** Where the automatic layout puts whatever nobody has placed. */
  readonly places: Places
  readonly canvas: Canvas
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  /** Keys of nodes, and ids of edges. */
  readonly selection: ReadonlySet<string>

  setPlaces(places: Places): void
  setCollapsed(keys: readonly string[], isCollapsed: boolean): void
  select(keys: Iterable<string>): void
  /** What React Flow tells of dragging. */
  drag(changes: readonly NodeChange<FlowNode>[]): void
}

export type EditorStore = StoreApi<Editor>

interface Opened {
  readonly workflowId: string
  readonly source: string
  readonly layout: Layout
  readonly types: Types
}

export function createEditorStore({ workflowId, source, layout, types }: Opened): EditorStore {
  return createStore<Editor>()((set, get) => {
    /** Sets what is given, and whatever follows from it. */
    function become(given: Partial<Pick<Editor, 'text' | 'layout' | 'places' | 'selection'>>): void {
      const next = { ...get(), ...given }
      const isDrawnAnew = next.text !== get().text || next.layout !== get().layout
      const canvas = isDrawnAnew ? readCanvas(next.text, next.types, next.layout) : next.canvas
      set({ ...given, canvas, ...drawn({ ...next, canvas }, get()) })
    }

    const text = readText(source)
    const canvas = readCanvas(text, types, layout)
    return {
      workflowId,
      types,
      text,
      layout,
      places: {},
      canvas,
      nodes: [],
      edges: [],
      selection: new Set(),

      setPlaces: (places) => become({ places }),
      select: (keys) => become({ selection: new Set(keys) }),
      setCollapsed(keys, isCollapsed) {
        const collapsed = new Map(Object.entries(get().layout.collapsed ?? {}))
        for (const key of keys) isCollapsed ? collapsed.set(key, true) : collapsed.delete(key)
        become({ layout: { ...get().layout, collapsed: Object.fromEntries(collapsed) } })
      },
      drag: (changes) => set({ nodes: applyNodeChanges([...changes], [...get().nodes]) }),
    }
  })
}

type Drawable = Pick<Editor, 'canvas' | 'places' | 'selection'>

function drawn({ canvas, places, selection }: Drawable, before: Pick<Editor, 'nodes' | 'edges'>): Pick<Editor, 'nodes' | 'edges'> {
  const known = new Map(before.nodes.map((node) => [node.id, node]))
  const nodes = flowNodes(placeNodes(canvas.nodes, places), selection, known)
  const knownEdges = new Map(before.edges.map((edge) => [edge.id, edge]))
  return { nodes, edges: flowEdges(canvas.edges, new Set(nodes.map(({ id }) => id)), selection, knownEdges) }
}
