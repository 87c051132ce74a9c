import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buffer } from 'node:stream/consumers'
import { openSqliteStore } from '@millrace/store-sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { writeInThread } from './write-in-thread.ts'

/** Another process that wants to write, without waiting. */
function writeElsewhere(file: string): string {
  const code = `const { DatabaseSync } = require('node:sqlite'); new DatabaseSync(process.argv[1], { timeout: 0 }).exec('INSERT INTO t VALUES (2)')`
  const { status, stderr } = spawnSync(process.execPath, ['-e', code, file], { encoding: 'utf8' })
  return status === 0 ? 'written' : (/database is locked|\w+Error: .*/.exec(stderr)?.[0] ?? stderr)
}

test('a backup drops no lock that this process holds on a database: no other one gets in between', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const store = openSqliteStore({ directory })
  onTestFinished(() => store.close())
  const file = join(directory, 'accounts', '0'.repeat(32), 'shop.db')
  mkdirSync(dirname(file), { recursive: true })
  const texts = {
    empty: '',
    short: 'SQLite',
    note: 'no database at all, but longer than the head of one, which is a hundred characters or so, and some more',
  }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(dirname(file), name), text)
  const shop = new DatabaseSync(file)
  onTestFinished(() => shop.close())
  shop.exec('CREATE TABLE t (n); INSERT INTO t VALUES (1); BEGIN IMMEDIATE; INSERT INTO t VALUES (3)')
  expect(writeElsewhere(file)).toBe('database is locked')
  const { body } = await writeInThread({ directory, millrace: '1', holdsKey: false })
  const content = await buffer(body)
  for (const name of ['shop.db', ...Object.keys(texts)]) expect(content.includes(`accounts/${'0'.repeat(32)}/${name}`)).toBe(true)
  expect(content.includes(texts.note)).toBe(true)
  expect(writeElsewhere(file)).toBe('database is locked')
  shop.exec('COMMIT')
  expect(writeElsewhere(file)).toBe('written')
})
