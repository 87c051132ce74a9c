import type { Catalog } from '@millrace/engine'
import type { BatchLoop } from './batch-loops.ts'
import type { Graph } from './graph.ts'
import type { Ids } from './ids.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'
import type { Notebook } from './notebook.ts'
import type { Source } from './source.ts'

/** What a node gives out, however it is read. */
export interface Output {
  readonly amount: Source['amount']
  readonly path: string
  /** The value, when `raw` reads what the node of the file gives out. */
  read(raw: string): string
  readonly of: readonly N8nNode[]
  readonly isError?: boolean
}

/** A node of n8n's, where it went. */
export interface Placed {
  /** The id in the file; undefined of a trigger. */
  readonly id: string | undefined
  /** The ids of the for-each nodes around it, the outermost first. */
  readonly scopes: readonly string[]
  readonly output: Output
}

/** A for-each around a place. */
export interface Surrounding {
  readonly id: string
  /** The nodes whose items it goes through one by one; none when it goes through batches. */
  readonly of: readonly N8nNode[]
}

/** What the whole conversion shares. */
export interface World {
  readonly catalog: Catalog
  readonly notebook: Notebook
  readonly ids: Ids
  readonly idOf: (node: N8nNode) => string
  /** Everything, without cycles: the edges into loops and back are taken out. */
  readonly graph: Graph
  readonly loops: ReadonlyMap<N8nNode, BatchLoop>
  /** By name; filled in the order of the graph. */
  readonly placed: Map<string, Placed>
  /** Nodes that were taken out, by name: what stood before them, when that is one node. */
  readonly takenOut: ReadonlyMap<string, N8nNode | undefined>
  isExclusive(edges: readonly N8nEdge[]): boolean
}
