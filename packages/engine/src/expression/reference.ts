/** A name that an expression reads from its scope; known without evaluating it. */
export interface Reference {
  /** The root name, e.g. `nodes`. */
  readonly root: string
  /** The members after it as far as they are written out, e.g. `['charge', 'output', 'id']`; an index is text too. */
  readonly path: readonly string[]
  /** The string it stands in: its path in the template's source. For a map key, the path of that key. */
  readonly at: readonly (string | number)[]
  /** Where the root name begins in that string, in UTF-16 units. */
  readonly offset: number
}
