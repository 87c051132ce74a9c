import type { Json, JsonObject } from '@millrace/engine'

/** A node of the workflow file in the making. */
export interface Draft {
  readonly id: string
  type: string
  readonly name: string | undefined
  with: JsonObject
  /** Edges, each from a port to a node. Without a port: from every normal one. */
  readonly next: { readonly port: string | undefined; readonly to: string }[]
  /** Everything else of the envelope: `retry`, `onError`, `disabled`, `notes` … */
  readonly envelope: Readonly<Record<string, Json>>
  /** The nodes of a scope. */
  readonly nodes?: readonly Draft[]
  /** Lines above the node. */
  readonly comments: string[]
}

/** Adds an edge once. */
export function lead(draft: Draft, port: string | undefined, to: string): void {
  if (!draft.next.some((edge) => edge.port === port && edge.to === to)) draft.next.push({ port, to })
}
