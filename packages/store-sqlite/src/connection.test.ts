import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from './connection.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

/** A database whose log holds more than is ever left in it, as a death leaves it: SQLite moves a log when it is closed. */
function withLongLog(): string {
  const directory = temporaryDirectory()
  const [file, left] = [join(directory, 'millrace.db'), join(directory, 'left.db')]
  const database = new DatabaseSync(file)
  database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x)')
  database.exec('BEGIN')
  for (let n = 0; n < 1_100; n++) database.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(4_000))
  database.exec('COMMIT')
  for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${left}${suffix}`)
  database.close()
  return left
}

test('opening a database moves nothing of a log that is kept, however long it is', () => {
  const connection = openConnection(withLongLog(), { log: 'kept' })
  onTestFinished(() => connection.close())
  const counts = connection.prepare('PRAGMA wal_checkpoint(NOOP)').get()
  expect(counts).toMatchObject({ checkpointed: 0 })
  expect(Number(counts?.log)).toBeGreaterThan(1_000)
})
