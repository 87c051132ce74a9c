import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { endOfLog, type LogHeader, type LogPlace, logHeaderBytes, type ReadLog, readLogHeader } from './log-frames.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const numRuns = Math.max(10, Math.round(200 * scale))

function reading(bytes: Uint8Array): ReadLog {
  return (position, length) => bytes.subarray(position, position + length)
}

function headerOf(bytes: Uint8Array): LogHeader {
  const header = readLogHeader(bytes)
  if (header === undefined) throw new Error('This is no log.')
  return header
}

function endOf(bytes: Uint8Array, from?: LogPlace): LogPlace {
  const header = headerOf(bytes)
  return endOfLog(header, from ?? header.start, reading(bytes))
}

/** A database whose log SQLite writes, and that is never closed in order before the log has been read. */
function opened({ pageBytes = 4096 } = {}) {
  const file = join(temporaryDirectory(), 'a.db')
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (n, text)`)
  const insert = database.prepare('INSERT INTO t VALUES (?, ?)')
  let count = 0
  return {
    database,
    file,
    log: (): Buffer => readFileSync(`${file}-wal`),
    /** One transaction of so many rows. */
    write(rows: number, length = 500) {
      database.exec('BEGIN')
      for (let row = 0; row < rows; row++) insert.run(++count, 'x'.repeat(length))
      database.exec('COMMIT')
    },
  }
}

/** How many rows SQLite finds with this log beside the database as it was before. */
function rowsWith(before: string, log: Uint8Array): number {
  const file = `${before}.copy`
  copyFileSync(before, file)
  writeFileSync(`${file}-wal`, log)
  const database = new DatabaseSync(file)
  try {
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 't'").get() === undefined) return 0
    return Number(database.prepare('SELECT count(*) AS count FROM t').get()?.count)
  } finally {
    database.close()
  }
}

test.each([512, 4096, 65_536])('finds every transaction that SQLite has committed, with pages of %i bytes', (pageBytes) => {
  const { database, log, write } = opened({ pageBytes })
  const ends: number[] = []
  for (const rows of [1, 40, 3, 700]) {
    write(rows)
    ends.push(endOf(log()).bytes)
  }
  expect(headerOf(log()).pageBytes).toBe(pageBytes)
  expect(ends.at(-1)).toBe(log().length)
  expect([...ends].sort((a, b) => a - b)).toEqual(ends)
  database.close()
})

test('goes on from a place as from the start', () => {
  const { database, log, write } = opened()
  write(10)
  const first = endOf(log())
  write(2_000)
  expect(endOf(log(), first)).toEqual(endOf(log()))
  expect(endOf(log(), endOf(log()))).toEqual(endOf(log()))
  database.close()
})

test('a log that was cut off or changed anywhere ends with its last whole transaction before that, as SQLite sees it', () => {
  const { database, file, log, write } = opened()
  const rows = new Map<number, number>()
  let sum = 0
  for (const count of [1, 9, 30, 2, 60, 1]) {
    write(count)
    sum += count
    rows.set(endOf(log()).bytes, sum)
  }
  const whole = log()
  fc.assert(
    fc.property(fc.integer({ min: logHeaderBytes, max: whole.length - 1 }), fc.boolean(), (place, isCut) => {
      const torn = Buffer.from(isCut ? whole.subarray(0, place) : whole)
      if (!isCut) torn.writeUInt8(torn.readUInt8(place) ^ 0x40, place)
      const end = endOf(torn)
      const wanted = [...rows.keys()].filter((bytes) => bytes <= place).at(-1)
      if (wanted === undefined) expect(end.bytes).toBeLessThanOrEqual(place)
      else expect(end.bytes).toBe(wanted)
      expect(rowsWith(file, torn)).toBe(rows.get(end.bytes) ?? 0)
    }),
    { numRuns },
  )
  database.close()
})

test('frames of an earlier life of the log, and of a transaction that never ended, count for nothing', () => {
  const { database, log, write } = opened()
  write(400)
  const before = headerOf(log())
  database.exec('PRAGMA wal_checkpoint(PASSIVE)')
  write(1)
  const after = headerOf(log())
  expect(after.salts).not.toEqual(before.salts)
  expect(after.sequence).toBe(before.sequence + 1)
  const end = endOf(log())
  expect(end.bytes).toBeLessThan(log().length)
  database.exec('PRAGMA cache_size = 5; BEGIN')
  database.exec(`INSERT INTO t SELECT 1, hex(randomblob(1000)) FROM t`)
  expect(endOf(log())).toEqual(end)
  database.exec('ROLLBACK')
  write(1)
  expect(endOf(log(), end).bytes).toBeGreaterThan(end.bytes)
  database.close()
})

test('what begins no log is told from what does', () => {
  const { database, log, write } = opened()
  write(1)
  const whole = log()
  database.close()
  for (let place = 0; place < logHeaderBytes; place++) {
    const changed = Buffer.from(whole)
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
    expect(readLogHeader(changed), `byte ${place}`).toBeUndefined()
  }
  expect(readLogHeader(whole.subarray(0, 31))).toBeUndefined()
  expect(readLogHeader(Buffer.alloc(100))).toBeUndefined()
})
