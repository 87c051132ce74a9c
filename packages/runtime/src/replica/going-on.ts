import type { LogFormat, LogHeader, ShippingTokens } from './shipping-ports.ts'
import { type SegmentEnd, type Timeline, tokensOf } from './timeline.ts'

/**
 * How a timeline is gone on with: the log is the one of its last segment, or the life after it. `no`: something may have been written in
 * between that is not in the timeline.
 */
export type GoingOn = 'same-segment' | 'next-segment' | 'no'

interface Meeting {
  readonly timeline: Timeline
  readonly tokens: ShippingTokens
  readonly log: LogFormat
  /** Of the log as it is now. */
  read(position: number, length: number): Uint8Array
}

export function waysOn({ timeline, tokens, log, read }: Meeting): GoingOn {
  const { session, end } = tokensOf(timeline.path)
  const last = timeline.last()
  const knows = (token: unknown) => token !== undefined && (token === tokens.found || token === tokens.current)
  if (last === undefined || !timeline.isWhole() || !(knows(session) || knows(end))) return 'no'
  const header = log.readLogHeader(read(0, log.logHeaderBytes))
  if (header !== undefined && isSameLife(header, last.header)) return hasLastFrame() ? 'same-segment' : 'no'
  // All was shipped, and nothing was written since, before the log was begun anew.
  if (knows(end)) return 'next-segment'
  return header !== undefined && isNextLife(header, last.header) && endedWithShipped() ? 'next-segment' : 'no'

  /** Its checksum is of all that is before it. */
  function hasLastFrame(): boolean {
    const { place, header: of } = last as SegmentEnd // It was looked at above.
    const now = read(place.bytes - log.frameHeaderBytes - of.pageBytes, log.frameHeaderBytes)
    return Buffer.compare(now, timeline.lastFrameHeader()) === 0
  }

  /**
   * Whether the life before the one of now ended with what was shipped. Its frames stand where they stood until the life of now has come as far:
   * the last one that was shipped must be there still, and none of the same life behind it.
   */
  function endedWithShipped(): boolean {
    const { place, header: before } = last as SegmentEnd // It was looked at above.
    const behind = read(place.bytes, log.frameHeaderBytes)
    return hasLastFrame() && (behind.length < log.frameHeaderBytes || log.readFrameSalts(behind)[0] !== before.salts[0])
  }
}

export function isSameLife(a: LogHeader, b: LogHeader): boolean {
  return a.salts[0] === b.salts[0] && a.salts[1] === b.salts[1]
}

/** The log was begun anew once, after all of it was moved into the database: as SQLite counts. */
export function isNextLife(header: LogHeader, before: LogHeader): boolean {
  return header.sequence === (before.sequence + 1) >>> 0 && header.salts[0] === (before.salts[0] + 1) >>> 0
}
