import { createRequire } from 'node:module'
import { QueryError } from './budget.ts'

const require = createRequire(import.meta.url)

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
    // Loaded with the first query. `compile` is exported by the library, and left out of its types.
    return (require('jmespath') as { compile(query: string): JmesNode }).compile(query)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new QueryError(error.message)
  }
}
