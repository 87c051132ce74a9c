import { join } from 'node:path'

// Owns: how everything in a replica is called. Names are as they are in version 1 for ever: what one release ships, a later one restores.

export const replicaFormat = 'millrace-replica'
export const replicaVersion = 1

/** Paths in a replica; those of a timeline are below its folder. */
export const replicaPaths = {
  /** See `ReplicaFacts`. */
  facts: (folder: string) => join(folder, 'replica.json'),
  lock: (folder: string) => join(folder, 'lock'),
  /** By the id of the file. */
  file: (folder: string, id: string) => join(folder, 'files', id.slice(2, 4), id),
  timelines: (folder: string) => join(folder, 'timelines'),
  timeline: (folder: string, timeline: number) => join(folder, 'timelines', padded(timeline)),
} as const

export const timelinePaths = {
  /** The token of the last session that shipped into it: see `TimelineToken`. */
  session: (timeline: string) => join(timeline, 'session.json'),
  /** The same token, once a session has ended in order. */
  end: (timeline: string) => join(timeline, 'end.json'),
  moments: (timeline: string) => join(timeline, 'moments'),
  segments: (timeline: string) => join(timeline, 'segments'),
  segment: (timeline: string, segment: number) => join(timeline, 'segments', `${padded(segment)}.wal`),
  bases: (timeline: string) => join(timeline, 'bases'),
  base: (timeline: string, base: number) => join(timeline, 'bases', padded(base)),
  baseDatabase: (timeline: string, base: number) => join(timeline, 'bases', padded(base), 'millrace.db'),
  baseFacts: (timeline: string, base: number) => join(timeline, 'bases', padded(base), 'base.json'),
} as const

export interface ReplicaFacts {
  readonly format: typeof replicaFormat
  readonly version: typeof replicaVersion
  /** The newest one. Written before anything is shipped into it. */
  readonly timeline: number
}

/** The files beside `timelines/` that are as they were last, not as at a moment. */
export const latestFiles = { secrets: 'secrets.json', accounts: 'accounts', files: 'files' } as const

/**
 * What joins a database to a timeline: whoever opens a database with a replica writes a new one into both, and whoever opens it without one
 * deletes it. So where both hold the same, nobody has written to the database in between.
 */
export interface TimelineToken {
  readonly token: string
}

/** What a session writes that has ended in order. */
export interface TimelineEnd extends TimelineToken {
  /** Of the database as it was left: who writes to it while no server runs, such as `sqlite3`, leaves another one. */
  readonly database: string | undefined
}

/** A place in a timeline: so many bytes of a segment, which is counted from 1. */
export interface Position {
  readonly segment: number
  readonly bytes: number
}

/** A snapshot of the database that can be gone on from. */
export interface BaseFacts {
  /** The segment that was being written when the snapshot began: this and the later ones are played on it. */
  readonly from: number
  /** From here on the snapshot, with all that it needs, is in the replica. */
  readonly usableAt: Position
  /** ISO text: when it became usable. */
  readonly createdAt: string
  /** Of its database. */
  readonly bytes: number
  readonly sha256: string
}

/** Negative when `a` is earlier. */
export function comparePositions(a: Position, b: Position): number {
  return a.segment - b.segment || a.bytes - b.bytes
}

function padded(number: number): string {
  return String(number).padStart(6, '0')
}

/** The number that a name such as `000001` or `000001.wal` stands for; undefined for any other. */
export function numberOf(name: string): number | undefined {
  const digits = /^(\d{6,})(\.wal)?$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
