import type { Snapshots } from '../backup/stage-backup.ts'

/** Behind a frame of the log: see the adapter of the store. */
export interface LogPlace {
  readonly bytes: number
  readonly sums: readonly [number, number]
}

/** What begins one life of the log. */
export interface LogHeader {
  readonly pageBytes: number
  readonly sequence: number
  readonly salts: readonly [number, number]
  readonly isBigEndian: boolean
  readonly start: LogPlace
}

/** What the adapter of the store knows of its log. */
export interface LogFormat {
  readonly logHeaderBytes: number
  readonly frameHeaderBytes: number
  readLogHeader(bytes: Uint8Array): LogHeader | undefined
  /** Of the header of a frame. */
  readFrameSalts(header: Uint8Array): LogHeader['salts']
  /** Behind the last whole transaction; `from` itself when none follows. */
  endOfLog(header: LogHeader, from: LogPlace, read: (position: number, length: number) => Uint8Array): LogPlace
}

/** What the thread that writes the log is told, and tells: see the adapter of the store. */
export interface ShippingSignals {
  commits(): number
  /** Of which there are so many frames in the log as it is now. */
  shipped(commits: number, frames: number): void
  /** How many frames the writer had moved when it last moved all that there was; 0 when it has not since `beginLife`. */
  framesMoved(): number
  /** Another life of the log is followed. */
  beginLife(): void
  setFollowed(isFollowed: boolean): void
  isLost(): boolean
  news(than: number, ms: number): Promise<void>
  hurry(ms: number): Promise<void>
}

/** What joins the database to what is in the replica. */
export interface ShippingTokens {
  /** Left in the database by whoever had it open before; undefined when that was somebody without a replica. */
  readonly found: string | undefined
  readonly current: string
}

export interface ShippingPorts {
  /** Of the data. */
  readonly directory: string
  /** The replica. */
  readonly folder: string
  /** How long a moment can be gone back to. */
  readonly keepMs: number
  readonly log: LogFormat
  readonly snapshots: Snapshots
  readonly signals: ShippingSignals
  /** The files that have come since this was asked for last. */
  takeFileIds(): readonly string[]
  now(): number
}
