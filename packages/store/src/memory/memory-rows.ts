import type { ExecutionSummary, LogChunk, SealedEvents } from '../execution-store.ts'

/** All executions that are kept in memory, for the parts of the store that read and write them. */
export interface MemoryRows {
  /** By account, by id. */
  readonly accounts: Map<string, Map<string, Row>>
  /** Rows that are not finished, so that the sweeps do not walk the history. */
  readonly unfinished: Set<Row>
  /** The chunk at index i has position i + 1; one that was deleted leaves its place empty. */
  readonly chunks: (Chunk | undefined)[]
}

export interface Row {
  summary: ExecutionSummary
  fence: number
  /** How many events the log holds. */
  length: number
  readonly chunks: Chunk[]
  sealed: readonly SealedEvents[]
}

/** `text` is the JSON of the events: a copy that nobody can reach. */
export interface Chunk extends Omit<LogChunk, 'events'> {
  readonly account: string
  readonly text: string
}

export function createMemoryRows(): MemoryRows {
  return { accounts: new Map(), unfinished: new Set(), chunks: [] }
}
