import type { Json } from '@millrace/engine'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import type { Cell } from './table-row.ts'

/** What a `where` asks for, with every name looked up and every value of the type of its column. `not` has been moved into the tests. */
export type Condition =
  | { readonly type: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly type: 'test'; readonly field: Field; readonly test: Test; readonly isNegated: boolean }

/** A column, or with a path what lies within its JSON. */
export interface Field {
  readonly column: KeptColumn
  readonly path: readonly string[]
}

/** Each says yes or no, also of what is empty: an empty value equals only null, and no comparison holds for it. */
export type Test =
  | { readonly type: 'equals'; readonly value: Cell | null }
  | { readonly type: 'compares'; readonly operator: '<' | '<=' | '>' | '>='; readonly value: string | number }
  | { readonly type: 'in'; readonly values: readonly (Cell | null)[] }
  | { readonly type: 'exists' }
  | { readonly type: 'contains' | 'starts-with' | 'ends-with'; readonly text: string }
  /** A list that has this element. */
  | { readonly type: 'has'; readonly element: Json }
  | { readonly type: 'matches'; readonly pattern: string; readonly flags: string }
  /** Text that has each of the words; of the last one perhaps only the beginning. */
  | { readonly type: 'words'; readonly tokens: readonly string[]; readonly isPrefix: boolean }
  | { readonly type: 'near'; readonly latitude: number; readonly longitude: number; readonly kilometers: number }
  | { readonly type: 'box'; readonly south: number; readonly west: number; readonly north: number; readonly east: number }
  /** A relation that holds one of these. */
  | { readonly type: 'linked-to'; readonly ids: readonly string[] }
  /** Records that the relation of this one holds. */
  | { readonly type: 'linked-from'; readonly table: KeptTable; readonly column: KeptColumn; readonly id: string }
  /** A pointer, or a relation, to a record of which this holds. */
  | { readonly type: 'meets'; readonly table: KeptTable; readonly where: Condition }
  /** What the three before come to once they are looked up. */
  | { readonly type: 'one-of'; readonly ids: ReadonlySet<string> }

export const everything: Condition = { type: 'all', of: [] }
