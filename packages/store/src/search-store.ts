import type { ExecutionFilter, ExecutionSummary, Listed, Page } from './execution-store.ts'
import type { TextQuery } from './search/text-query.ts'

export interface SearchRequest {
  readonly account: string
  readonly query: TextQuery
  readonly filter: ExecutionFilter
  readonly page: Page
}

export interface Found extends Listed<ExecutionSummary> {
  /** All that was recorded before is found, in milliseconds since 1970; absent when simply all is. */
  readonly completeTo?: number
}

/** How far the index has come with the log. */
export interface SearchProgress {
  readonly indexed: number
  readonly recorded: number
  readonly bytes: number
}

/**
 * Finds executions by what was recorded of them. It may be behind the log by a few seconds, and says so; it never holds up a write.
 * What the log masks is masked here too, for the log is all it reads; what is deleted there is deleted here soon after.
 */
export interface SearchStore {
  /** The newest first, in the order in which they were recorded. A page may be shorter than its limit, as in lists. */
  find(request: SearchRequest): Promise<Found>
  progress(): Promise<SearchProgress>
  /** Resolves when all that is recorded by now can be found. */
  caughtUp(): Promise<void>
  /** Forgets the whole index and makes it anew; resolves when it has begun. */
  rebuild(): Promise<void>
}
