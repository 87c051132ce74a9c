import { closeSync, copyFileSync, openSync, readSync, truncateSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { frameHeaderBytes, logHeaderBytes, readLogHeader } from './log-frames.ts'

/**
 * Brings the transactions in so many bytes of a segment into a database that nobody else has open. Nothing is synced: whoever plays many does that
 * at their end. Pages that the database has already are written again: what the segment has of them last counts.
 */
export function playSegment(file: string, segment: string, bytes: number): void {
  const frames = framesIn(segment, bytes)
  if (frames === 0) return
  const log = `${file}-wal`
  // A copy, for SQLite removes what it has taken in.
  copyFileSync(segment, log)
  truncateSync(log, bytes)
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA synchronous = OFF')
    const { log: found } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {}
    // It reads a log by the same rules as `walkSegments`: a difference would be a part left out.
    if (found !== frames) throw new Error(`SQLite took in ${found} frames of "${segment}", which has ${frames}.`)
  } finally {
    database.close()
  }
}

function framesIn(segment: string, bytes: number): number {
  if (bytes <= logHeaderBytes) return 0
  const head = new Uint8Array(logHeaderBytes)
  const descriptor = openSync(segment, 'r')
  try {
    readSync(descriptor, head, 0, logHeaderBytes, 0)
  } finally {
    closeSync(descriptor)
  }
  const header = readLogHeader(head)
  if (header === undefined) throw new Error(`"${segment}" does not begin as a log does.`)
  return (bytes - logHeaderBytes) / (frameHeaderBytes + header.pageBytes)
}
