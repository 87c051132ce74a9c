/** Where something stands in a source text. `line` and `column` count from 1, `offset` in UTF-16 units from 0. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** A mistake in a workflow file: which one, where, and what to do about it. */
export interface Problem {
  /** Stable and public, e.g. `UNKNOWN_NODE_TYPE`; listed in docs/errors.md. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** Names the thing and the next action. */
  readonly message: string
  /** The place in the document, e.g. `['nodes', 'charge', 'with', 'url']`. */
  readonly path: readonly (string | number)[]
  readonly position: Position
  /** The nearest known word, when there is one near enough. */
  readonly suggestion?: string
}
