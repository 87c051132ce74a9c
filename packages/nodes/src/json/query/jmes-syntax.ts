import jmespath from 'jmespath'
import { QueryError } from './budget.ts'

/** A node of the tree that the library's parser makes. */
export interface JmesNode {
  readonly type: string
  readonly name?: string
  readonly value?: unknown
  readonly children?: readonly JmesNode[]
}

/** Parses only: the library's own evaluation reads inherited properties and has no limits. */
export function parseJmesPath(query: string): JmesNode {
  try {
    // Exported by the library, and left out of its types.
    return (jmespath as unknown as { compile(query: string): JmesNode }).compile(query)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new QueryError(error.message)
  }
}
