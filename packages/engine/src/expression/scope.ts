import type { Json } from '../json.ts'

/** What the names in an expression stand for, in one place of one execution. */
export interface Scope {
  /** The value of a root name such as `trigger` or `item`, or undefined if it is not in scope here. */
  name(name: string): Json | undefined
  /** What `nodes.<id>` stands for, or undefined if there is no such node or it cannot be reached from here. */
  node(id: string): Json | undefined
  /** All names in scope, for the nearest-name suggestion. */
  names(): readonly string[]
  nodeIds(): readonly string[]
}
