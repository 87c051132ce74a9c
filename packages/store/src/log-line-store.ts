import type { Json, LogLine } from '@millrace/engine'
import type { Listed, Page } from './execution-store.ts'

export type LogLevel = LogLine['level']

/** From what matters least. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[]

/** Lines have one order, that in which they were written: by commit, and by their place in it. */
export interface LinePlace {
  readonly position: number
  readonly place: number
}

/** A line that a step has logged, as the execution's log tells it. */
export interface StoredLine extends LinePlace {
  /** When it was logged, in milliseconds since 1970; written it is when the attempt is over. */
  readonly at: number
  readonly level: LogLevel
  /** Its first `lineCharacters` characters. */
  readonly message: string
  /** Left out where its text is longer than that. */
  readonly data?: Json
  /** The execution's log has more of it. */
  readonly isCut?: true
  readonly workflowId: string
  readonly executionId: string
  /** The step path, e.g. `each_line[3].ship`, and the node at its end. */
  readonly step: string
  readonly node: string
  readonly attempt: number
}

export interface LineFilter {
  /** Of this level or a more serious one. */
  readonly level?: LogLevel
  readonly workflowId?: string
  readonly executionId?: string
  readonly node?: string
  /** Logged at or after, before. */
  readonly from?: number
  readonly to?: number
  /** Stands in the message; A to Z are like a to z. */
  readonly text?: string
}

/**
 * What steps have logged, written in the commit that writes their outcome, and gone with the execution. Lines that a replay takes from what
 * it repeats are those of that execution, and not kept again.
 */
export interface LogLineStore {
  /**
   * Newest first by `at`, then in the order of writing, downwards. A page may be shorter than its limit, even empty, and still have a
   * `nextCursor`: looking on would have taken too long for one answer.
   */
  list(account: string, filter: LineFilter, page: Page): Promise<Listed<StoredLine>>
  /** Lines behind this place, in the order of writing. */
  since(account: string, after: LinePlace, limit: number): Promise<readonly StoredLine[]>
  /** Of all accounts: the place of the last line; 0 and 0 where there is none. */
  last(): Promise<LinePlace>
}
