import type { Json } from '@millrace/engine'

/** What belongs to the canvas of a workflow and not to its file, entry by entry. */
export interface CanvasEntry {
  /** Which kind of entry it is, e.g. `nodes` for places of nodes. */
  readonly part: string
  readonly key: string
  readonly value: Json
}

/** Left out, the value is deleted. */
export type CanvasChange = Pick<CanvasEntry, 'part' | 'key'> & { readonly value?: Json }

export interface CanvasStore {
  /** The entries of these parts, by part and key. */
  read(account: string, workflowId: string, parts: readonly string[]): Promise<readonly CanvasEntry[]>
  /** All of them or none, on disk when it resolves. The last write of an entry counts. */
  write(account: string, workflowId: string, changes: readonly CanvasChange[]): Promise<void>
}
