import type { Json, JsonObject } from '@millrace/engine'
import type { NodeContext } from '../node-context.ts'

/** What became of a node. */
export interface Converted {
  readonly type: string
  readonly with: JsonObject
  /** The port of each output of n8n's, by its number; undefined stands for the normal one. `success` when left out. */
  readonly ports?: readonly (string | undefined)[]
  /** An output that the port `default` leads to as well. */
  readonly fallback?: number
  /** What goes out: what came in, one item, a list of items, or what may turn out to be one. */
  readonly output: 'same' | 'one' | 'many' | 'maybe'
  /** What leads from the output to the data of an item. */
  readonly path?: string
  readonly envelope?: Readonly<Record<string, Json>>
}

export type Converter = (context: NodeContext) => Converted

/** A whole expression as a value of the file. */
export function whole(source: string): string {
  return `{{ ${source} }}`
}

/** A list from an expression, by the node that works on lists. */
export function listFrom(source: string, steps: readonly Json[] = []): Converted {
  return { type: 'transform', with: { items: whole(source), steps: [...steps] }, output: 'many' }
}
