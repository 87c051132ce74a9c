// Owns: bringing what is new in the log into a timeline.
// Invariants: whole transactions only, each once and in order; what it names is there before it.

import { endedWithShipped, framesIn, isNextLife, isSameLife } from './going-on.ts'
import type { ShippingPorts } from './shipping-ports.ts'
import { readAt, type Timeline } from './timeline.ts'

/** Something is not in the timeline that was in the log: only a new timeline can go on. */
export class GapError extends Error {
  override readonly name = 'GapError'
}

interface Following extends Pick<ShippingPorts, 'log' | 'signals' | 'now'> {
  /** A descriptor of the log. */
  readonly file: number
  readonly timeline: Timeline
  /** Whether nothing was between its last segment and the log that there is. */
  readonly isNext: boolean
  /** Called with what is in the log, and not yet shipped. */
  beforeShipping(): void
}

/** Ships all that is in the log now. */
export function shipNews({ log, signals, now, file, timeline, isNext, beforeShipping }: Following): void {
  const commits = signals.commits()
  const header = log.readLogHeader(readAt(file, 0, log.logHeaderBytes))
  // Between two lives there is nothing in the file.
  if (header === undefined) return signals.shipped(commits, 0)
  const last = timeline.last()
  const isSame = last !== undefined && isSameLife(header, last.header)
  if (last !== undefined && !isSame && !isNext) {
    const read = (position: number, length: number) => readAt(file, position, length)
    if (!isNextLife(header, last.header) || !endedWithShipped({ timeline, log, signals, read }, last)) throw gap()
  }
  const from = isSame ? last.place : header.start
  const end = log.endOfLog(header, from, (position, length) => readAt(file, position, length))
  if (end.bytes > from.bytes) {
    beforeShipping()
    const pieces = piecesOf(file, isSame ? from.bytes : 0, end.bytes)
    if (isSame) timeline.append(pieces, end)
    else {
      signals.beginLife()
      timeline.begin(header, pieces, end)
    }
    // What was read may have been written over by then, which begins with the header.
    const headerNow = log.readLogHeader(readAt(file, 0, log.logHeaderBytes))
    if (signals.isLost() || headerNow === undefined || !isSameLife(headerNow, header)) throw gap()
  }
  // What waits for this need not wait for the moment.
  signals.shipped(commits, framesIn({ header, place: end }, log))
  timeline.note(now())
}

function gap(): GapError {
  return new GapError('What was written is not in the log any more.')
}

const pieceBytes = 1024 * 1024

function* piecesOf(file: number, from: number, to: number): Generator<Uint8Array> {
  for (let at = from; at < to; ) {
    const piece = readAt(file, at, Math.min(pieceBytes, to - at))
    if (piece.length === 0) throw gap()
    at += piece.length
    yield piece
  }
}
