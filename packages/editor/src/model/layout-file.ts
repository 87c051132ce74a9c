/** Where things stand on the canvas, as `GET /api/v1/workflows/{id}/layout` tells it: beside the workflow file, never in it. */
export interface Layout {
  /** By `layoutKey` of the node. What is left out lays itself out. */
  readonly nodes?: Readonly<Record<string, Point>>
  /** The scopes that are shown closed, and the groups, each as `group:` and its id. */
  readonly collapsed?: Readonly<Record<string, true>>
  readonly notes?: Readonly<Record<string, Note>>
  readonly groups?: Readonly<Record<string, Group>>
}

/** In pixels, from the corner of the scope that it stands in. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** A sticky note: Markdown. */
export interface Note extends Point, Size {
  readonly text: string
  readonly color?: string
}

/** Nodes that belong together for people; it changes nothing of what runs. */
export interface Group {
  readonly title: string
  /** Their `layoutKey`s. */
  readonly nodes: readonly string[]
  readonly color?: string
}
