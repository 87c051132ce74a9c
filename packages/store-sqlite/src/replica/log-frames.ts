// Owns: what the bytes of a write-ahead log (`millrace.db-wal`) mean: https://sqlite.org/fileformat2.html#the_write_ahead_log
// Does not own: where the bytes come from.
// Invariants: nothing is taken for written that is torn, of an earlier life of the log, or of a transaction without its end.

/** What begins a log. Another life of the same file has other salts. */
export interface LogHeader {
  readonly pageBytes: number
  /** Counts the lives of the file since it was made. */
  readonly sequence: number
  readonly salts: readonly [number, number]
  readonly isBigEndian: boolean
  /** Where the first frame begins. */
  readonly start: LogPlace
}

/** Behind a frame: so many bytes of the log, and the checksum of all of them, which the next frame goes on with. */
export interface LogPlace {
  readonly bytes: number
  readonly sums: readonly [number, number]
}

export interface WalkedFrames {
  /** Behind the last frame that fits. */
  readonly reached: LogPlace
  /** Behind the last one that ends a transaction; undefined when none of these does. */
  readonly committed: LogPlace | undefined
  /** Whether a whole frame follows that does not fit: here the log ends, until it is written on. */
  readonly isEnd: boolean
}

export const logHeaderBytes = 32
export const frameHeaderBytes = 24

/** The lowest bit says in which order the words of the checksums are read. */
const magic = 0x377f0682
const formatVersion = 3_007_000

/** Undefined for what begins no log, or is torn. */
export function readLogHeader(bytes: Uint8Array): LogHeader | undefined {
  if (bytes.length < logHeaderBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, logHeaderBytes)
  const word = (index: number): number => view.getUint32(index * 4)
  const isBigEndian = word(0) === magic + 1
  if ((word(0) !== magic && !isBigEndian) || word(1) !== formatVersion) return undefined
  const pageBytes = word(2)
  if (pageBytes < 512 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return undefined
  const sums = sumOf(view, { from: 0, to: 24, sums: [0, 0], isBigEndian })
  if (sums[0] !== word(6) || sums[1] !== word(7)) return undefined
  return { pageBytes, sequence: word(3), salts: [word(4), word(5)], isBigEndian, start: { bytes: logHeaderBytes, sums } }
}

/** Those of the life of the log that a frame is of, by its header. */
export function readFrameSalts(header: Uint8Array): readonly [number, number] {
  const view = new DataView(header.buffer, header.byteOffset, frameHeaderBytes)
  return [view.getUint32(8), view.getUint32(12)]
}

/** Walks the whole frames of these bytes, which lie in the log from `from` on. */
export function walkFrames(header: LogHeader, from: LogPlace, bytes: Uint8Array): WalkedFrames {
  const { pageBytes, salts, isBigEndian } = header
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const frameBytes = frameHeaderBytes + pageBytes
  let { sums } = from
  let committed: LogPlace | undefined
  let at = 0
  for (; at + frameBytes <= bytes.length; at += frameBytes) {
    if (view.getUint32(at + 8) !== salts[0] || view.getUint32(at + 12) !== salts[1]) break
    const ofHeader = sumOf(view, { from: at, to: at + 8, sums, isBigEndian })
    const next = sumOf(view, { from: at + frameHeaderBytes, to: at + frameBytes, sums: ofHeader, isBigEndian })
    if (next[0] !== view.getUint32(at + 16) || next[1] !== view.getUint32(at + 20)) break
    sums = next
    // The size of the database in pages: of the last frame of a transaction only.
    if (view.getUint32(at + 4) !== 0) committed = { bytes: from.bytes + at + frameBytes, sums }
  }
  return { reached: { bytes: from.bytes + at, sums }, committed, isEnd: at + frameBytes <= bytes.length }
}

/** Reads the log at a place: fewer bytes than asked for at its end, none behind it. */
export type ReadLog = (position: number, length: number) => Uint8Array

const framesAtOnce = 256

/** Behind the last whole transaction of a log; `from` itself when no whole one follows it. */
export function endOfLog(header: LogHeader, from: LogPlace, read: ReadLog): LogPlace {
  const atOnce = framesAtOnce * (frameHeaderBytes + header.pageBytes)
  let end = from
  for (let place = from; ; ) {
    const bytes = read(place.bytes, atOnce)
    const { reached, committed, isEnd } = walkFrames(header, place, bytes)
    end = committed ?? end
    if (isEnd || bytes.length < atOnce) return end
    place = reached
  }
}

interface Summed {
  readonly from: number
  readonly to: number
  readonly sums: readonly [number, number]
  readonly isBigEndian: boolean
}

/** Some 2 µs for a page of 4 KiB. */
function sumOf(view: DataView, { from, to, sums: [before0, before1], isBigEndian }: Summed): readonly [number, number] {
  const isLittleEndian = !isBigEndian
  let sum0 = before0 | 0
  let sum1 = before1 | 0
  for (let at = from; at < to; at += 8) {
    sum0 = (sum0 + view.getUint32(at, isLittleEndian) + sum1) | 0
    sum1 = (sum1 + view.getUint32(at + 4, isLittleEndian) + sum0) | 0
  }
  return [sum0 >>> 0, sum1 >>> 0]
}
