import type { Fields } from './read-value.ts'

/** A node of an n8n workflow, as far as the importer reads it. */
export interface N8nNode {
  readonly name: string
  /** Without the prefix of n8n's own nodes: `if`, `httpRequest`; with it for all others. */
  readonly type: string
  readonly version: number
  readonly parameters: Fields
  /** The credentials by their type, each with the name that people gave it. */
  readonly credentials: readonly { readonly type: string; readonly name: string }[]
  readonly disabled: boolean
  /** `output`: a failure leaves by a port of its own, the last. */
  readonly onError: 'stop' | 'continue' | 'output'
  readonly retry: { readonly attempts: number; readonly waitMs: number } | undefined
  readonly notes: string | undefined
  readonly executeOnce: boolean
  readonly alwaysOutputData: boolean
}

/** An edge between nodes' main inputs and outputs, which count from 0. */
export interface N8nEdge {
  readonly from: N8nNode
  readonly output: number
  readonly to: N8nNode
  readonly input: number
}

export interface N8nWorkflow {
  readonly name: string
  /** Without sticky notes. */
  readonly nodes: readonly N8nNode[]
  readonly edges: readonly N8nEdge[]
  /** Nodes that serve another one, as a model serves an agent: by the other's name. */
  readonly helpers: ReadonlyMap<string, readonly string[]>
  readonly stickyNotes: readonly string[]
  readonly settings: Fields
  readonly hasPinnedData: boolean
  /** Edges that lead to or from a name that no node has. */
  readonly looseEnds: readonly string[]
}
