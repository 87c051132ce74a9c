import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrations } from './migrate.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

function pragma(directory: string, text: string): unknown {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  const [value] = Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})
  database.close()
  return value
}

test('makes the directory and the tables at the first start', async () => {
  const directory = join(temporaryDirectory(), 'deep', 'inside')
  await openSqliteStore({ directory }).close()
  expect(pragma(directory, 'user_version')).toBe(migrations.length)
  expect(pragma(directory, 'journal_mode')).toBe('wal')
})

test('closing leaves one database file and no write-ahead log', async () => {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  await store.executions.nextFence()
  expect(existsSync(join(directory, 'millrace.db-wal'))).toBe(true)
  await store.close()
  expect(existsSync(join(directory, 'millrace.db-wal'))).toBe(false)
})

test('refuses a database of a newer release and leaves it as it is', async () => {
  const directory = temporaryDirectory()
  await openSqliteStore({ directory }).close()
  pragma(directory, 'user_version = 99')
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW' }))
    expect(() => openSqliteStore({ directory })).toThrow(`newer release (schema 99, this one knows ${migrations.length})`)
  }
  expect(pragma(directory, 'user_version')).toBe(99)
})

test('refuses a file that is no database', () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'millrace.db'), 'hello '.repeat(10_000))
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT', fatal: true }))
  }
})

test('refuses a directory that cannot be made', () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  expect(() => openSqliteStore({ directory: join(file, 'data') })).toThrow(expect.objectContaining({ code: 'STORE_FAILED' }))
})

test('a closed store says so', async () => {
  const store = openSqliteStore({ directory: temporaryDirectory() })
  const { claim, get, nextFence } = store.executions
  const claimed = claim('acme', 'a', 1)
  await store.close()
  for (const operation of [() => claimed, store.check, () => get('acme', 'a'), nextFence]) {
    await expect(operation()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  }
})
