import type { SearchRequest, StoreErrorCode } from '@millrace/store'

/** What the search thread is given. */
export interface SearchFiles {
  readonly mainFile: string
  readonly searchFile: string
}

/** What it is asked. */
export type SearchQuestion =
  /** Something was recorded. */
  | { readonly type: 'news' }
  | { readonly type: 'close' }
  | { readonly type: 'find'; readonly id: number; readonly request: SearchRequest }
  | { readonly type: 'progress' | 'rebuild' | 'catch-up'; readonly id: number }

/** What it says. */
export type SearchAnswer =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string; readonly code?: StoreErrorCode }
  /** What was deleted up to this position is out of the index. */
  | { readonly type: 'removed'; readonly position: number }
  /** There has been nothing to do for a while. */
  | { readonly type: 'idle' }
  | { readonly type: 'trouble'; readonly message: string }
