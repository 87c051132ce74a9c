import type { N8nNode } from './n8n-workflow.ts'

/**
 * What an edge brings, as the node behind it reads it. n8n brings a list of items along every edge and runs a node once for each;
 * here an edge brings one value. `one`: the value is the one item. `many`: it is the list of them. `maybe`: the value is one item,
 * unless it turns out to be a list, as the answer of an HTTP request may.
 */
export interface Source {
  readonly amount: 'one' | 'many' | 'maybe'
  /** The expression that reads the value. */
  readonly value: string
  /** What leads from the value, of a list from each member, to the data of the item: `.body`. */
  readonly path: string
  /** The nodes whose items these are, one by one. */
  readonly of: readonly N8nNode[]
  /** Why the value cannot be named, for instance because several arrive. */
  readonly unclear?: string
  /** What came in is an error. */
  readonly isError?: boolean
}

/** An expression for the list of the items' data. */
export function listSource({ amount, value, path }: Source): string {
  switch (amount) {
    case 'one':
      return `[${value}${path}]`
    case 'maybe':
      return `[${value}${path}].flat()`
    case 'many':
      return path === '' ? value : `${value}.map(one => one${path})`
  }
}
