import type { Draft } from './draft.ts'
import type { Graph } from './graph.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'
import type { Source } from './source.ts'
import type { Output, Surrounding, World } from './world.ts'

/** Nodes that stand in one section of the file, and where they stand. */
export interface SectionPlan {
  /** Without cycles, and without the nodes inside loops. */
  readonly graph: Graph
  readonly around: readonly Surrounding[]
  /** What comes in where nothing of the section leads to. */
  readonly entry: (node: N8nNode) => Source
}

/** The node of the file that an edge leaves, by which port, and what it brings. */
export interface Departure {
  readonly draft: Draft
  readonly port: string | undefined
  /** Another port that leads the same way. */
  readonly alsoPort?: string
  readonly output: Output
}

export interface Section {
  readonly drafts: readonly Draft[]
  departure(edge: N8nEdge): Departure | undefined
}

/** Places a section; handed to what places the sections inside it. */
export type PlaceSection = (world: World, plan: SectionPlan) => Section

export function sourceFrom({ output }: Departure, raw: string): Source {
  return { amount: output.amount, value: output.read(raw), path: output.path, of: output.of, ...(output.isError && { isError: true }) }
}
