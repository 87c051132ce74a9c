import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { endOfLog, type LogHeader, logHeaderBytes, readLogHeader } from './log-frames.ts'

export interface WalkedSegment {
  /** What the file holds; more is no part of it yet, or never will be. */
  readonly size: number
  /** So much of it is whole transactions. */
  readonly bytes: number
  /** What is wrong with the part that was asked for; undefined when nothing is. */
  readonly flaw: string | undefined
}

/** Looks through a copy of a write-ahead log up to a place that ends a transaction, or as far as it goes. */
type WalkSegment = (file: string, upTo?: number) => WalkedSegment

/** To look through the segments of a timeline one after the other: each has to follow the one before. Some 0.6 s for each GB. */
export function walkSegments(): WalkSegment {
  let before: LogHeader | undefined
  return (file, upTo) => {
    const descriptor = openSync(file, 'r')
    try {
      const { size } = fstatSync(descriptor)
      const end = upTo ?? size
      if (end > size) return { size, bytes: 0, flaw: `has ${size} of ${end} bytes` }
      const read = (position: number, length: number): Uint8Array => {
        const part = new Uint8Array(Math.max(0, Math.min(length, end - position)))
        return part.subarray(0, part.length === 0 ? 0 : readSync(descriptor, part, 0, part.length, position))
      }
      const header = readLogHeader(read(0, logHeaderBytes))
      if (header === undefined) return { size, bytes: 0, flaw: end === 0 ? undefined : 'does not begin as a log does' }
      if (before !== undefined && !follows(header, before)) return { size, bytes: 0, flaw: 'does not follow the one before' }
      before = header
      const { bytes } = endOfLog(header, header.start, read)
      return { size, bytes, flaw: upTo === undefined || bytes === upTo ? undefined : `is not what was written, from byte ${bytes} on` }
    } finally {
      closeSync(descriptor)
    }
  }
}

/** A log that begins anew counts on, in its number and its first salt; one that is made anew, after a closing in order, begins at 0 with any salts. */
function follows({ sequence, salts }: LogHeader, before: LogHeader): boolean {
  return sequence === 0 || (sequence === before.sequence + 1 && salts[0] === (before.salts[0] + 1) >>> 0)
}
