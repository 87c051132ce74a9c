import type { JsonObject } from '../json.ts'
import type { NodeTypeFacts } from './catalog.ts'
import type { Path } from './problem-report.ts'

/** A node as it stands in a file that may still be full of mistakes. */
export interface DocumentNode {
  readonly id: string
  /** The keys of the envelope whose values have the right type; the others are reported and left out. */
  readonly envelope: JsonObject
  /** `with`, or nothing in it when it is not written; absent when it is no map. */
  readonly params: JsonObject | undefined
  readonly path: Path
  readonly section: DocumentSection
  /** Its place in `section.nodes`. */
  readonly index: number
  /** Absent when the type is missing or unknown. */
  readonly facts: NodeTypeFacts | undefined
  /** Absent when the parameters do not fit, for then nobody can tell. */
  ports: readonly string[] | undefined
  /** `nodes`, `catch` and `finally`, as far as they are written. */
  readonly parts: DocumentSection[]
  /** The edges whose target exists in the same section. */
  readonly outgoing: DocumentEdge[]
}

/** Nodes that start and end together: the whole workflow, a scope's body, or a `catch` or `finally`. */
export interface DocumentSection {
  readonly part: 'root' | 'body' | 'catch' | 'finally'
  readonly owner: DocumentNode | undefined
  readonly nodes: DocumentNode[]
}

export interface DocumentEdge {
  readonly from: DocumentNode
  /** As written; absent when `next` names no ports. */
  readonly port: string | undefined
  readonly to: DocumentNode
  readonly path: Path
}

/** Every node of a file. */
export interface DocumentNodes {
  readonly root: DocumentSection
  readonly sections: readonly DocumentSection[]
  /** In file order, the outer before the inner. */
  readonly all: readonly DocumentNode[]
  /** The first node of each id. */
  readonly byId: ReadonlyMap<string, DocumentNode>
}

/** What messages call a node. */
export function nodeLabel(node: Pick<DocumentNode, 'id'>): string {
  return `node "${node.id}"`
}

/** The scopes around a node, the nearest first. */
export function scopesAround(node: DocumentNode): readonly DocumentNode[] {
  const scopes: DocumentNode[] = []
  for (let scope = node.section.owner; scope !== undefined; scope = scope.section.owner) scopes.push(scope)
  return scopes
}
