import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { snapshotDatabase } from '../snapshot-database.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { contradictionsIn } from './contradictions-in.ts'
import { leaveReplica } from './leave-replica.ts'
import { playSegment } from './play-segment.ts'
import { walkSegments } from './walk-segments.ts'

/** A database whose log is kept as segments are: a copy of each of its lives. */
function timeline() {
  const directory = temporaryDirectory()
  const file = join(directory, 'source.db')
  const segment = (number: number): string => join(directory, `${number}.wal`)
  let database = open()
  let current = 1

  function open(): DatabaseSync {
    const opened = new DatabaseSync(file)
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE IF NOT EXISTS t (n INTEGER, text)')
    return opened
  }

  return {
    directory,
    file,
    segment,
    /** One transaction of so many rows; returns the length of the segment then. */
    write(from: number, to = from): number {
      database.exec('BEGIN')
      for (let n = from; n <= to; n++) database.prepare('INSERT INTO t VALUES (?, ?)').run(n, 'x'.repeat(1_000))
      database.exec('COMMIT')
      copyFileSync(`${file}-wal`, segment(current))
      // Behind it the file still has what an earlier life left.
      const { bytes } = walkSegments()(segment(current))
      truncateSync(segment(current), bytes)
      return bytes
    },
    /** What is written next begins the log anew. */
    next() {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
      current++
    },
    /** In order, so that the log is made anew. */
    reopen() {
      database.close()
      database = open()
      current++
    },
    run: (sql: string) => database.exec(sql),
    close: () => database.close(),
  }
}

function numbersIn(file: string): number[] {
  const database = new DatabaseSync(file)
  try {
    return database
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map(({ n }) => Number(n))
  } finally {
    database.close()
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

test('segments played on a snapshot give the database as it was at any place in them, though it has a part of them already', async () => {
  const { directory, file, segment, write, next, reopen, close } = timeline()
  write(1, 40)
  next()
  write(41)
  const base = join(directory, 'base.db')
  await snapshotDatabase(file, base)
  const places = [write(42, 60), write(61), write(62, 90)]
  next()
  const later = [write(91), write(92, 120)]
  reopen()
  const last = write(121)
  const restore = (parts: readonly (readonly [number, number])[]): number[] => {
    const copy = join(directory, 'restored.db')
    copyFileSync(base, copy)
    for (const [number, bytes] of parts) playSegment(copy, segment(number), bytes)
    expect(existsSync(`${copy}-wal`)).toBe(false)
    return numbersIn(copy)
  }
  expect(places.map((bytes) => restore([[2, bytes]]))).toEqual([60, 61, 90].map(upTo))
  const whole = [2, places[2] ?? 0] as const
  expect(later.map((bytes) => restore([whole, [3, bytes]]))).toEqual([91, 120].map(upTo))
  expect(restore([whole, [3, later[1] ?? 0], [4, last]])).toEqual(upTo(121))
  const before = readFileSync(segment(2))
  expect(restore([[2, 0]])).toEqual(upTo(41))
  expect(readFileSync(segment(2)).equals(before)).toBe(true)
  close()
})

test('a segment that is not whole up to a place, or does not follow the one before, is told', () => {
  const { segment, write, next, reopen, close } = timeline()
  const first = write(1, 5)
  const end = write(6, 9)
  next()
  const second = write(10)
  next()
  write(11)
  reopen()
  write(12)
  close()
  const walk = walkSegments()
  expect(walk(segment(1), end)).toEqual({ size: end, bytes: end, flaw: undefined })
  expect(walk(segment(2), second)).toMatchObject({ bytes: second, flaw: undefined })
  expect(walk(segment(3))).toMatchObject({ flaw: undefined })
  expect(walk(segment(4))).toMatchObject({ flaw: undefined })
  expect(walkSegments()(segment(1), first)).toMatchObject({ bytes: first, flaw: undefined })
  expect(walkSegments()(segment(1), first + 1).flaw).toMatch('is not what was written, from byte')
  expect(walkSegments()(segment(1), end + 1).flaw).toMatch(`has ${end} of ${end + 1} bytes`)
  const gap = walkSegments()
  gap(segment(1))
  expect(gap(segment(3)).flaw).toBe('does not follow the one before')
  writeFileSync(segment(2), 'no log at all, but longer than what one begins with')
  expect(walkSegments()(segment(2)).flaw).toBe('does not begin as a log does')
  truncateSync(segment(2))
  expect(walkSegments()(segment(2))).toEqual({ size: 0, bytes: 0, flaw: undefined })
})

test('what is torn behind the last whole transaction is no part of a segment', () => {
  const { segment, write, close } = timeline()
  const first = write(1)
  const second = write(2, 20)
  close()
  truncateSync(segment(1), second - 1)
  expect(walkSegments()(segment(1))).toEqual({ size: second - 1, bytes: first, flaw: undefined })
})

test('a database that leaves its replica has no token of it any more, and one without tokens stays as it is', () => {
  const { file, run, close } = timeline()
  leaveReplica(file)
  run("CREATE TABLE replica_session (token TEXT NOT NULL) STRICT; INSERT INTO replica_session VALUES ('a')")
  close()
  leaveReplica(file)
  const database = new DatabaseSync(file)
  expect(database.prepare('SELECT count(*) AS count FROM replica_session').get()).toEqual({ count: 0 })
  database.close()
})

test('a transaction that is left out between two segments is seen where an index and its table part', async () => {
  const { directory, file, segment, write, next, run, close } = timeline()
  run('CREATE INDEX t_by_n ON t (n)')
  write(1, 400)
  next()
  const base = join(directory, 'base.db')
  await snapshotDatabase(file, base)
  const short = write(401, 420)
  const whole = write(421, 424)
  next()
  const end = write(425, 440)
  close()
  const found = [short, whole].map((bytes) => {
    const copy = join(directory, `restored-${bytes}.db`)
    copyFileSync(base, copy)
    playSegment(copy, segment(2), bytes)
    playSegment(copy, segment(3), end)
    return contradictionsIn(copy).length > 0
  })
  expect(found).toEqual([true, false])
})
