import type { LogFormat, LogHeader, ShippingSignals, ShippingTokens } from './shipping-ports.ts'
import { type SegmentEnd, type Timeline, tokensOf } from './timeline.ts'

/**
 * How a timeline is gone on with: the log is the one of its last segment, or the life after it. `no`: something may have been written in
 * between that is not in the timeline.
 */
export type GoingOn = 'same-segment' | 'next-segment' | 'no'

interface LifeBefore {
  readonly timeline: Timeline
  readonly log: LogFormat
  readonly signals: Pick<ShippingSignals, 'framesMoved'>
  /** Of the log as it is now. */
  read(position: number, length: number): Uint8Array
}

interface Meeting extends LifeBefore {
  readonly tokens: ShippingTokens
  /** Of the data. */
  readonly directory: string
}

export function waysOn({ tokens, ...about }: Meeting): GoingOn {
  const { timeline, directory, log, read } = about
  const { session, end } = tokensOf(timeline.path, directory)
  const last = timeline.last()
  const knows = (token: unknown) => token !== undefined && (token === tokens.found || token === tokens.current)
  if (last === undefined || !timeline.isWhole() || !(knows(session) || knows(end))) return 'no'
  const header = log.readLogHeader(read(0, log.logHeaderBytes))
  if (header !== undefined && isSameLife(header, last.header)) return hasLastFrame(about, last) ? 'same-segment' : 'no'
  // All was shipped, and nothing was written since, before the log was begun anew.
  if (knows(end)) return 'next-segment'
  return header !== undefined && isNextLife(header, last.header) && endedWithShipped(about, last) ? 'next-segment' : 'no'
}

/** Its checksum is of all that is before it. */
function hasLastFrame({ timeline, log, read }: LifeBefore, { place, header }: SegmentEnd): boolean {
  const now = read(place.bytes - log.frameHeaderBytes - header.pageBytes, log.frameHeaderBytes)
  return Buffer.compare(now, timeline.lastFrameHeader()) === 0
}

/**
 * Whether the life before the one of now ended with what was shipped, and not with what another program has written. Its frames stand where they
 * stood until the life of now has come as far: none of the same life may stand behind the last one that was shipped. Where that one is
 * written over, the word of the writer counts.
 */
export function endedWithShipped(about: LifeBefore, last: SegmentEnd): boolean {
  const { log, read, signals } = about
  if (!hasLastFrame(about, last)) return signals.framesMoved() === framesIn(last, log)
  const behind = read(last.place.bytes, log.frameHeaderBytes)
  return behind.length < log.frameHeaderBytes || log.readFrameSalts(behind)[0] !== last.header.salts[0]
}

/** How many frames of a life lie before a place in it. */
export function framesIn({ header, place }: SegmentEnd, { logHeaderBytes, frameHeaderBytes }: LogFormat): number {
  return (place.bytes - logHeaderBytes) / (frameHeaderBytes + header.pageBytes)
}

export function isSameLife(a: LogHeader, b: LogHeader): boolean {
  return a.salts[0] === b.salts[0] && a.salts[1] === b.salts[1]
}

/** The log was begun anew once, after all of it was moved into the database: as SQLite counts. */
export function isNextLife(header: LogHeader, before: LogHeader): boolean {
  return header.sequence === (before.sequence + 1) >>> 0 && header.salts[0] === (before.salts[0] + 1) >>> 0
}
