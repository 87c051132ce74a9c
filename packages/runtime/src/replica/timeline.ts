// Owns: one timeline as it is written to: its segments and its moments.
// Does not own: what is shipped, and when.
// Invariants: a segment is a prefix of one life of the log and ends with a whole transaction; a moment is written after its bytes are on disk;
// neither times nor positions go back.

import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../backup/backup-files.ts'
import { type Moment, momentLine, parseMoments } from './moments.ts'
import { readJson } from './read-json.ts'
import { comparePositions, numberOf, type Position, type TimelineEnd, type TimelineToken, timelinePaths } from './replica-layout.ts'
import type { LogFormat, LogHeader, LogPlace } from './shipping-ports.ts'
import { makeFolder, placeWhole, syncPath, writeAll, writeWhole } from './write-whole.ts'

export interface Timeline {
  readonly path: string
  /** How far it goes; segment 0 while nothing was shipped. */
  position(): Position
  /** What its last segment is of, and where that ends; undefined while nothing was shipped. */
  last(): SegmentEnd | undefined
  /** The last frame's header, which sums up all before it. */
  lastFrameHeader(): Uint8Array
  /** Adds to the last segment. Resolved when it is on disk, like all that is done here. */
  append(pieces: Iterable<Uint8Array>, end: LogPlace): void
  begin(header: LogHeader, pieces: Iterable<Uint8Array>, end: LogPlace): void
  /** Whether it still has all that its moments say. */
  isWhole(): boolean
  /** How many bytes were added since it was opened. */
  written(): number
  /** Notes that the position is safe. */
  note(now: number): void
  /** Those of earlier segments. */
  forgetMoments(before: number): void
  /** Throws when the files are not those any more that were opened: the disk was taken away. */
  assertThere(): void
  close(): void
}

export interface SegmentEnd {
  readonly header: LogHeader
  readonly place: LogPlace
}

/** The tokens that the last session has left in a timeline; no `end` when the database in `directory` is not as it was left then. */
export function tokensOf(timeline: string, directory: string): { readonly session: unknown; readonly end: unknown } {
  const { token: end, database } = readJson(timelinePaths.end(timeline)) ?? {}
  return {
    session: readJson(timelinePaths.session(timeline))?.token,
    end: database !== undefined && database === stampOfDatabase(directory) ? end : undefined,
  }
}

/** Written when nobody of ours has the database open any more. */
export function setEnd(timeline: string, { token }: TimelineToken, directory: string): void {
  const end: TimelineEnd = { token, database: stampOfDatabase(directory) }
  writeWhole(timelinePaths.end(timeline), `${JSON.stringify(end)}\n`)
}

/** Another one when anything was written to the database itself. Its log does not count. */
function stampOfDatabase(directory: string): string | undefined {
  const stat = statSync(join(directory, databaseFile), { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.mtimeNs} ${stat.size}`
}

export function setSession(timeline: string, { token }: TimelineToken): void {
  writeWhole(timelinePaths.session(timeline), `${JSON.stringify({ token })}\n`)
  // What is shipped now is behind that end.
  rmSync(timelinePaths.end(timeline), { force: true })
  syncPath(timeline)
}

/** Opens a timeline to go on with it, or makes it. What a death has left half written is cut off. */
export function openTimeline(path: string, log: LogFormat): Timeline {
  makeFolder(timelinePaths.segments(path))
  makeFolder(timelinePaths.bases(path))
  let segment = Math.max(0, ...readdirSync(timelinePaths.segments(path)).map((name) => (name.endsWith('.wal') ? (numberOf(name) ?? 0) : 0)))
  let file = segment === 0 ? undefined : openSync(timelinePaths.segment(path, segment), 'r+')
  let moments: number | undefined
  let last: SegmentEnd | undefined
  let lastAt = 0
  let written = 0
  let noted: Position = { segment: 0, bytes: 0 }

  try {
    if (file !== undefined) last = cutOff(file, log)
    moments = openSync(timelinePaths.moments(path), 'a+', 0o600)
    const known = mendMoments(moments)
    lastAt = known?.at ?? 0
    noted = known ?? noted
  } catch (error) {
    close()
    throw error
  }

  function close(): void {
    for (const one of [file, moments]) if (one !== undefined) closeSync(one)
    file = undefined
    moments = undefined
  }

  function assertSame(one: number | undefined, name: string): void {
    if (one === undefined || fstatSync(one).ino === statSync(name, { throwIfNoEntry: false })?.ino) return
    throw new Error(`"${path}" is not the folder any more that was shipped to: bring its disk back.`)
  }

  function open(): number {
    if (file === undefined) throw new Error('This timeline has no segment.')
    return file
  }

  return {
    path,
    position: () => ({ segment, bytes: last?.place.bytes ?? 0 }),
    last: () => last,
    isWhole: () => comparePositions({ segment, bytes: last?.place.bytes ?? 0 }, noted) >= 0,
    written: () => written,
    lastFrameHeader() {
      const bytes = Buffer.alloc(log.frameHeaderBytes)
      if (last !== undefined) readSync(open(), bytes, 0, bytes.length, last.place.bytes - log.frameHeaderBytes - last.header.pageBytes)
      return bytes
    },
    append(pieces, end) {
      if (last === undefined) throw new Error('This timeline has no segment.')
      let at = last.place.bytes
      for (const piece of pieces) {
        writeAll(open(), piece, at)
        at += piece.length
      }
      fdatasyncSync(open())
      written += end.bytes - last.place.bytes
      last = { header: last.header, place: end }
    },
    begin(header, pieces, end) {
      const next = timelinePaths.segment(path, segment + 1)
      placeWhole(next, (part) => {
        const made = openSync(part, 'wx', 0o600)
        try {
          let at = 0
          for (const piece of pieces) {
            writeAll(made, piece, at)
            at += piece.length
          }
          fdatasyncSync(made)
        } finally {
          closeSync(made)
        }
      })
      // By its path, and so perhaps where the disk was that was taken away: no moment may be noted of it there.
      assertSame(moments, timelinePaths.moments(path))
      if (file !== undefined) closeSync(file)
      file = undefined
      file = openSync(next, 'r+')
      segment += 1
      written += end.bytes
      last = { header, place: end }
    },
    note(now) {
      const position = { segment, bytes: last?.place.bytes ?? 0 }
      if (moments === undefined || (noted.segment === position.segment && noted.bytes === position.bytes)) return
      lastAt = Math.max(now, lastAt)
      const line = Buffer.from(momentLine({ at: lastAt, ...position }))
      writeAll(moments, line, fstatSync(moments).size)
      fdatasyncSync(moments)
      noted = position
    },
    forgetMoments(before) {
      const kept = readMoments(path).filter((moment) => moment.segment >= before)
      writeWhole(timelinePaths.moments(path), kept.map(momentLine).join(''))
      if (moments !== undefined) closeSync(moments)
      moments = undefined
      moments = openSync(timelinePaths.moments(path), 'a+', 0o600)
    },
    assertThere() {
      assertSame(moments, timelinePaths.moments(path))
      assertSame(file, timelinePaths.segment(path, segment))
    },
    close,
  }
}

/** Behind its last whole transaction a segment may hold what was not written to its end. */
function cutOff(file: number, log: LogFormat): SegmentEnd | undefined {
  const read = (position: number, length: number) => readAt(file, position, length)
  const header = log.readLogHeader(read(0, log.logHeaderBytes))
  if (header === undefined) return undefined
  const place = log.endOfLog(header, header.start, read)
  if (fstatSync(file).size > place.bytes) ftruncateSync(file, place.bytes)
  return { header, place }
}

/** The last moment; a line that is half written is cut off. */
function mendMoments(file: number): Moment | undefined {
  const bytes = readFileSync(file)
  const whole = bytes.lastIndexOf(0x0a) + 1
  if (whole < bytes.length) ftruncateSync(file, whole)
  return parseMoments(bytes.subarray(0, whole).toString('utf8')).at(-1)
}

export function readMoments(timeline: string): readonly Moment[] {
  return parseMoments(readFileSync(timelinePaths.moments(timeline), 'utf8'))
}

/** Fewer bytes than asked for at the end of the file. */
export function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, position + done)
    if (count === 0) break
    done += count
  }
  return bytes.subarray(0, done)
}
