import type { Problem } from '@millrace/engine'
import { type CanvasEdge, drawEdges, triggerEdge } from './canvas-edge.ts'
import { type CanvasNode, drawNode, drawTriggers } from './canvas-node.ts'
import { canvasProblems } from './canvas-problems.ts'
import { draftNodes } from './draft-nodes.ts'
import { groupKey } from './folding.ts'
import type { Group, Layout, Note } from './layout-file.ts'
import type { Types } from './type-facts.ts'
import type { WorkflowText } from './workflow-text.ts'

/** What is drawn: derived from the text, the layout and what is known of the types, and never changed itself. */
export interface Canvas {
  /** Triggers first; a scope before what is inside it. */
  readonly nodes: readonly CanvasNode[]
  readonly edges: readonly CanvasEdge[]
  readonly notes: readonly (Note & { readonly id: string })[]
  readonly groups: readonly (Group & { readonly id: string; readonly isCollapsed: boolean })[]
  /** Of the syntax, and of what the canvas itself could not draw. */
  readonly problems: readonly Problem[]
  /** The text is broken: this is how it was before. */
  readonly isStale: boolean
}

const noLayout: Layout = {}

export function readCanvas(text: WorkflowText, types: Types, layout: Layout = noLayout): Canvas {
  const drafts = draftNodes(text.value)
  const nodes = drafts.map((draft) => drawNode(draft, types, layout))
  const { edges, hasIncoming, lost } = drawEdges(drafts, types)
  const entries = drafts.filter(({ part, key }) => part === 'root' && !hasIncoming.has(key))
  const triggers = drawTriggers(text.value.triggers, types, layout)
  return {
    nodes: [...triggers, ...nodes],
    edges: [...triggers.flatMap((trigger) => entries.map((entry) => triggerEdge(trigger, entry))), ...edges],
    notes: Object.entries(layout.notes ?? {}).map(([id, note]) => ({ ...note, id })),
    groups: Object.entries(layout.groups ?? {}).map(([id, group]) => ({
      ...group,
      id,
      isCollapsed: layout.collapsed?.[groupKey(id)] === true,
    })),
    problems: [...text.problems, ...(text.isCurrent ? canvasProblems(text, drafts, types, lost) : [])],
    isStale: !text.isCurrent,
  }
}
