import type { Json } from '../../json.ts'
import type { Problem } from '../../problem.ts'

/** Where a value stands: keys of maps as texts, indexes of lists as numbers from 0. */
export type Path = readonly (string | number)[]

/** A change to one place of a YAML text. */
export type PlaceChange =
  /** Replaces the value, or adds the key or item at the end of its map or list; missing parents are made. */
  | { readonly type: 'set'; readonly path: Path; readonly value: Json }
  /** `path` is that of the new key or index. A new key goes before the key `before`, or to the end. */
  | { readonly type: 'insert'; readonly path: Path; readonly value: Json; readonly before?: string }
  | { readonly type: 'delete'; readonly path: Path }
  /** A key gets another name; its place and value stay. */
  | { readonly type: 'rename'; readonly path: Path; readonly to: string }
  /** An entry goes before another of its map (by key) or list (by index, counted before the move), or to the end. */
  | { readonly type: 'move'; readonly path: Path; readonly before: string | number | null }

export type Change =
  | PlaceChange
  /** What typing does: `remove` must be what stands at `offset`. The result need not be valid YAML. */
  | { readonly type: 'text'; readonly offset: number; readonly remove: string; readonly insert: string }
  /** One after the other; all or none. */
  | { readonly type: 'all'; readonly changes: readonly Change[] }

export type EditResult =
  | {
      readonly ok: true
      readonly source: string
      /** Applied to `source`, gives back the text as it was, byte for byte. */
      readonly inverse: Change
    }
  | { readonly ok: false; readonly problem: Problem }
