import type { Json, JsonObject } from '@millrace/engine'

/** What belongs to the canvas of a workflow and never to its file. There is no revision: of each entry the last write counts. */
export interface Canvases {
  layout(account: string, workflowId: string): Promise<Layout>
  /** Lays the entries over those there are; null takes one away. Throws `LAYOUT_TOO_LARGE`. */
  changeLayout(account: string, workflowId: string, change: LayoutChange, client?: string): Promise<void>
  /** What tells the content of the layout's file, as it was last written or read, from another; where there is such a file. */
  fileMark(account: string, workflowId: string): Promise<string | undefined>
  markFile(account: string, workflowId: string, mark: string): Promise<void>
  /** The outputs that test runs take in place of running a node, by node id. */
  pins(account: string, workflowId: string): Promise<JsonObject>
  /** Null takes a pin away. Throws `PIN_TOO_LARGE`. */
  changePins(account: string, workflowId: string, pins: JsonObject, client?: string): Promise<void>
  /** Called after each change that is on disk. Returns the way to stop listening. */
  follow(listener: (news: CanvasNews) => void): () => void
}

export const layoutParts = ['nodes', 'collapsed', 'notes', 'groups'] as const

/** By key; of `nodes` and `collapsed` that is the path of a node. */
export type Layout = Readonly<Record<(typeof layoutParts)[number], Readonly<Record<string, Json>>>>

export type LayoutChange = { readonly [Part in keyof Layout]?: Readonly<Record<string, Json>> }

export type CanvasNews = {
  readonly account: string
  readonly workflowId: string
  readonly client?: string | undefined
} & (
  | { readonly type: 'layout-changed'; readonly change: LayoutChange }
  /** Only which: an output may be large. */
  | { readonly type: 'pins-changed'; readonly nodes: readonly string[] }
)
