/** What the adapter of the store brings to restore a replica. */
export interface LogPlayer {
  /** To look through the segments of a timeline one after the other: each has to follow the one before. */
  walkSegments(): (segment: string, upTo?: number) => SegmentWalk
  /** Brings so many bytes of a segment into a database; nothing is synced. */
  playSegment(database: string, segment: string, bytes: number): void
  /** The files whose rows are in a database that nobody writes to. */
  contentsIn(database: string): Iterable<KeptContent>
  /** Makes a database forget of which replica it came. */
  leaveReplica(database: string): void
  /** What contradicts itself in a database that was put together, and that nobody writes to; empty when it is sound. */
  contradictionsIn(file: string): readonly string[]
  /** Whether a file that is not empty is a database. */
  isDatabase(file: string): boolean
  /** What is damaged in a database that nobody writes to; empty when it is sound. */
  damagesIn(file: string): readonly string[]
}

export interface SegmentWalk {
  readonly size: number
  /** So much of it is whole transactions. */
  readonly bytes: number
  /** What is wrong with the part that was asked for. */
  readonly flaw: string | undefined
}

export interface KeptContent {
  readonly id: string
  readonly size: number
  readonly sha256: string
}
