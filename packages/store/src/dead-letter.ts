import type { ExecutionSummary } from './execution-store.ts'

/**
 * What is left of an execution that failed for good: `open` until somebody runs it again (`replayed`) or gives it up (`discarded`).
 * It is the execution's own row; nothing is copied.
 */
export type LetterStatus = 'open' | 'replayed' | 'discarded'

export interface LetterFilter {
  readonly workflowId?: string
  /** Failed at or after, before. */
  readonly failedFrom?: number
  readonly failedTo?: number
  /** The code of the error. */
  readonly code?: string
}

/** The open letters of one workflow. */
export interface LetterCount {
  readonly workflowId: string
  readonly count: number
  /** When the first and the last of them failed. */
  readonly oldestAt: number
  readonly newestAt: number
}

/** An execution that is an open letter: it has an end. */
export type DeadLetter = ExecutionSummary & { readonly finishedAt: number }
